import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFull } from './is-full.js';

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

/** Pages of text are made alike: usual runs look at some of them, the full run at all. Lessons are each their own. */
const samples: readonly string[] = [
  '/',
  '/live/',
  '/playground/',
  '/start/install/',
  '/guides/custom-layer/',
  '/decisions/0001-own-engine/',
  '/reference/',
  '/reference/benchmarks/',
  '/reference/losses/',
];

/** What a browser looks at; the page for wrong addresses comes with an error and is looked at by itself. */
export const looked: readonly string[] = [...pages.keys()].filter(
  (page) => page !== '/404.html' && (isFull || page.startsWith('/learn/') || samples.includes(page)),
);
