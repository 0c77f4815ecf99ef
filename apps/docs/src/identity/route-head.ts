import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Adds what other programs read of a page, its picture and the feed of changes, and the exports of pages of the reference. */
export const onRequest = defineRouteMiddleware((context) => {
  const { head, entry, toc } = context.locals.starlightRoute;
  // Names of exports differ by case alone, so that their headings have ids of their own, which Markdown does not know.
  for (const [, slug] of entry.body?.matchAll(/^<h2 id="(\w+)">/gm) ?? [])
    toc?.items.push({ depth: 2, slug: slug as string, text: slug as string, children: [] });
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const at = (path: string): string => new URL(`${base}${path}`, context.site).href;
  const picture = at(`og/${entry.id || 'index'}.png`);
  head.push(
    { tag: 'meta', attrs: { property: 'og:image', content: picture }, content: '' },
    { tag: 'meta', attrs: { property: 'og:image:width', content: '1200' }, content: '' },
    { tag: 'meta', attrs: { property: 'og:image:height', content: '630' }, content: '' },
    { tag: 'meta', attrs: { property: 'og:image:alt', content: entry.data.title }, content: '' },
    { tag: 'meta', attrs: { name: 'twitter:image', content: picture }, content: '' },
    {
      tag: 'link',
      attrs: {
        rel: 'alternate',
        type: 'application/rss+xml',
        title: 'Changes of Descent',
        href: `${base}changes.xml`,
      },
      content: '',
    },
  );
  // A page that does not know where it will be names no place as its own.
  if (process.env.SITE_URL === undefined) {
    const isPlace = (attrs: Record<string, unknown> | undefined): boolean =>
      attrs?.rel === 'canonical' || attrs?.property === 'og:url';
    context.locals.starlightRoute.head = head.filter(({ attrs }) => !isPlace(attrs));
  }
});
