import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the site is built. */
export const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** Every page of the built site by its address: `/learn/neuron/`, and `/404.html`. */
export const pages: ReadonlyMap<string, string> = new Map(
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => [
      `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`,
      readFileSync(join(dist, file), 'utf8'),
    ]),
);

/** Whether all is tried, which takes longer. */
export const isFull = process.env.DESCENT_FULL !== undefined;
