import { getCollection } from 'astro:content';
import type { APIRoute, GetStaticPaths } from 'astro';
import { pagePicture } from '../../identity/page-picture.js';
import { sectionOf } from '../../identity/sections.js';

/** Pages that are no texts. */
const applications = [{ id: 'playground', data: { title: 'The playground' } }];

export const getStaticPaths: GetStaticPaths = async () => {
  const pages = [...(await getCollection('docs')), ...applications];
  return pages.map(({ id, data }) => ({
    params: { slug: id || 'index' },
    props: { section: sectionOf(id), title: data.title },
  }));
};

export const GET: APIRoute<{ section: string; title: string }> = async ({ props }) =>
  new Response(await pagePicture(props.section, props.title), { headers: { 'Content-Type': 'image/png' } });
