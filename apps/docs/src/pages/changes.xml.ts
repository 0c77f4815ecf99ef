import rss from '@astrojs/rss';
import type { APIRoute } from 'astro';
import { changes } from '../identity/changes.js';

/** RSS of what changes for users. */
export const GET: APIRoute = ({ site }) => {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  return rss({
    title: 'Changes of Descent',
    description: 'What changes for those who use the packages.',
    site: new URL(base, site).href,
    items: changes().map(({ id, packages, version, text }) => ({
      title: `${packages} ${version ?? '(not released yet)'}`,
      description: text,
      link: new URL(`${base}reference/changes/#${id}`, site).href,
    })),
  });
};
