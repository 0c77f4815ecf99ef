import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dist, pages } from './built.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (name: string): string => readFileSync(join(dist, name), 'utf8');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found as string);

describe('the built site', () => {
  it('has every section', () => {
    for (const section of ['start', 'learn', 'guides', 'reference', 'decisions'])
      expect(
        [...pages.keys()].filter((page) => page.startsWith(`/${section}/`)).length,
        section,
      ).toBeGreaterThan(1);
  });

  it('links to what is there: pages, files, places in pages', () => {
    const ids = new Map([...pages].map(([page, html]) => [page, new Set(all(html, /\sid="([^"]+)"/g))]));
    const broken: string[] = [];
    let count = 0;
    for (const [page, html] of pages) {
      for (const link of new Set(all(html, /<a\s[^>]*?href="([^"]*)"/g))) {
        if (/^(https?|mailto):/.test(link)) continue;
        count++;
        const { pathname, hash } = new URL(
          link.replaceAll('&#x26;', '&').replaceAll('&amp;', '&'),
          `http://site${page}`,
        );
        const places = ids.get(pathname);
        if (!places && !existsSync(join(dist, pathname))) broken.push(`${page}: ${link} leads nowhere`);
        const place = decodeURIComponent(hash.slice(1));
        if (place && !places?.has(place)) broken.push(`${page}: ${link} has no such place`);
      }
    }
    expect(broken).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });

  it('asks no other host for anything', () => {
    for (const [page, html] of pages) {
      const loaded = all(html, /<(?:script|img|iframe|source|video)\s[^>]*?src="([^"]*)"/g).concat(
        all(
          html,
          /<link\s(?=[^>]*rel="(?:stylesheet|preload|modulepreload|icon|shortcut icon)")[^>]*?href="([^"]*)"/g,
        ),
      );
      expect(
        loaded.filter((source) => /^(https?:)?\/\//.test(source)),
        page,
      ).toEqual([]);
    }
  });

  it('has ids that are unique on their page', () => {
    for (const [page, html] of pages) {
      const ids = all(html.replace(/<svg[\s\S]*?<\/svg>/g, ''), /\sid="([^"]+)"/g);
      expect(
        ids.filter((id, i) => ids.indexOf(id) !== i),
        page,
      ).toEqual([]);
    }
  });

  it('lists its pages in the sitemap', () => {
    const listed = all(read('sitemap-0.xml'), /<loc>https?:\/\/[^/]+([^<]*)<\/loc>/g);
    expect(listed.sort()).toEqual([...pages.keys()].filter((page) => page !== '/404.html').sort());
  });

  it('has a picture of 1200 × 630 for every page, which names it', () => {
    for (const [page, html] of pages) {
      const [address] = all(html, /<meta property="og:image" content="([^"]+)"/g);
      const picture = readFileSync(join(dist, new URL(address as string).pathname));
      expect(picture.subarray(1, 4).toString(), page).toBe('PNG');
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)], page).toEqual([1200, 630]);
    }
  });

  it('has a feed with every changeset, each linked to its place', () => {
    const feed = read('changes.xml');
    const changesets = readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md'));
    const links = all(feed, /<link>([^<]+)<\/link>/g).slice(1);
    expect(links.length).toBeGreaterThanOrEqual(changesets.length);
    expect(new Set(links).size).toBe(links.length);
    for (const link of links) {
      const { pathname, hash } = new URL(link);
      expect(pages.get(pathname)).toContain(`id="${hash.slice(1)}"`);
    }
  });

  it('names no address as its own where it was not told one', () => {
    expect(process.env.SITE_URL).toBeUndefined();
    for (const html of pages.values()) expect(html).not.toMatch(/rel="canonical"|property="og:url"/);
  });
});

describe('the reference', () => {
  const packages = readdirSync(join(root, 'packages')).flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
    if (manifest.private) return [];
    return Object.entries<{ types: string }>(manifest.exports).map(
      ([entry, { types }]) =>
        [`${manifest.name}${entry.slice(1)}`, join(root, 'packages', folder, types)] as const,
    );
  });

  // What users import, by the types that are built, and not by the sources that the pages are made of.
  it.each(packages)('%s: every export has a place', (name, types) => {
    const address = `/reference/${name.replace('@descent/', '')}/`;
    const places = new Set(
      [...pages].flatMap(([page, html]) => (page.startsWith(address) ? all(html, /<h2 id="([^"]+)"/g) : [])),
    );
    const lists = all(readFileSync(types, 'utf8'), /^export (?:type )?\{([^}]*)\}/gm);
    const exported = lists
      .flatMap((list) => list.split(','))
      .map((each) => each.trim().split(/\s+/).at(-1) as string);
    expect(exported.filter((each) => each && !places.has(each))).toEqual([]);
    if (name !== '@descent/tfjs/register') expect(exported.length).toBeGreaterThan(0);
  });

  it('has the tables of ops, layers and benchmarks', () => {
    for (const page of ['/backends/', '/keras/', '/tensorflow-js/', '/reference/benchmarks/']) {
      expect(pages.get('/reference/'), page).toContain(`href="${page}"`);
      expect(pages.get(page), page).toContain('<table');
    }
  });
});
