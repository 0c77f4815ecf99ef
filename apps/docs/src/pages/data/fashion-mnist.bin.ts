/** The subset of Fashion-MNIST that comes with @descent/datasets, as the one file that `loadFashionMnist` reads. */

import { root } from 'astro:config/server';
import { readFile } from 'node:fs/promises';

const folder = new URL('../../packages/datasets/data/fashion-mnist/', root);
const parts = ['train-images', 'train-labels', 'test-images', 'test-labels'];

/** The length of each part as a 32-bit number, little-endian; then the parts, IDX in gzip. */
export async function GET(): Promise<Response> {
  const files = await Promise.all(parts.map((name) => readFile(new URL(`${name}.idx.gz`, folder))));
  const head = Buffer.alloc(4 * files.length);
  for (const [i, { length }] of files.entries()) head.writeUInt32LE(length, 4 * i);
  return new Response(Buffer.concat([head, ...files]), {
    headers: { 'Content-Type': 'application/octet-stream' },
  });
}
