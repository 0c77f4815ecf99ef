import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { writeIdx } from './idx.js';
import { readIdx } from './read-idx.js';

const array = { shape: [2, 300], values: Uint8Array.from({ length: 600 }, (_, i) => i % 7) };
const plain = writeIdx(array);
const packed = gzipSync(plain);

it('reads files as they are and compressed, by their content', async () => {
  expect(await readIdx(plain)).toEqual(array);
  expect(await readIdx(packed)).toEqual(array);
  expect(await readIdx(packed, { mostBytes: plain.length })).toEqual(array);
});

it('F68: stops at the limit on what comes out, and refuses what is damaged', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  await expect(
    readIdx(bomb, { mostBytes: 1000, name: 'labels.gz' }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(`
    [FormatError: labels.gz: decompresses to more than the 1000 bytes it may have
      fix: look where it comes from: it is not the file that is expected]
  `);
  await expect(readIdx(bomb, { mostBytes: 1000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
  await expect(readIdx(packed.subarray(0, -4))).rejects.toMatchObject({ name: 'FormatError' });
  await expect(readIdx(gzipSync('<html>'))).rejects.toThrow(
    'IDX file: not an IDX file: it begins with 3c 68 74 6d',
  );
  await expect(readIdx('a path' as never)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ValueError: readIdx: expects the bytes of a file, got 'a path'
      fix: give a Uint8Array, an ArrayBuffer or a Blob: await readFile(path), or await response.arrayBuffer()]
  `);
});
