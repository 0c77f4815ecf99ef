import { getCollection } from 'astro:content';
import type { APIRoute, GetStaticPaths } from 'astro';
import { pagePicture } from '../../identity/page-picture.js';
import { sectionOf } from '../../identity/sections.js';

export const getStaticPaths: GetStaticPaths = async () => {
  const pages = await getCollection('docs');
  return pages.map(({ id, data }) => ({
    params: { slug: id || 'index' },
    props: { section: sectionOf(id), title: data.title },
  }));
};

export const GET: APIRoute<{ section: string; title: string }> = async ({ props }) =>
  new Response(await pagePicture(props.section, props.title), { headers: { 'Content-Type': 'image/png' } });
