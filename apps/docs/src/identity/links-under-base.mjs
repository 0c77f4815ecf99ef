import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Texts link to `/learn/…` wherever the site is: where it has a base, links of the built pages get it in front.
 * @returns {import('astro').AstroIntegration}
 */
export function linksUnderBase() {
  let base = '/';
  return {
    name: 'links-under-base',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': async ({ dir, logger }) => {
        if (base === '/') return;
        const folder = fileURLToPath(dir);
        const names = await readdir(folder, { recursive: true });
        const pages = names.filter((name) => name.endsWith('.html'));
        await Promise.all(pages.map((name) => prefix(join(folder, name), base)));
        logger.info(`links of ${pages.length} pages begin with ${base}`);
      },
    },
  };
}

async function prefix(file, base) {
  const html = await readFile(file, 'utf8');
  const changed = html.replace(/(<(?:a|link)\s[^>]*?href=")(\/(?!\/)[^"]*)/g, (whole, before, link) =>
    link.startsWith(base) || `${link}/` === base ? whole : `${before}${base}${link.slice(1)}`,
  );
  if (changed !== html) await writeFile(file, changed);
}
