import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fileSource } from './file-source.js';
import { openFolder } from './open-folder.js';
import { openGzip } from './open-gzip.js';
import { testFolder } from './test-folder.js';

const text = 'some text, '.repeat(1000);
const packed = gzipSync(text);

it('opens what a gzip file holds, from a path, bytes or a Blob', async () => {
  const path = join(await testFolder(), 'a.txt.gz');
  await writeFile(path, packed);
  for (const from of [path, new Uint8Array(packed), new Blob([packed])]) {
    const file = await openGzip(from);
    expect(file.size).toBe(text.length);
    expect(Buffer.from(await file.read(5, 20)).toString()).toBe(text.slice(5, 20));
    await file.close();
  }
  expect((await openGzip(path)).name).toBe(path.slice(0, -3));
});

it('F68: stops at the limit, and refuses what is none or damaged', async () => {
  await expect(openGzip(packed, { maxBytes: text.length - 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [FormatError: bytes: decompresses to more than the 10999 bytes it may have
      fix: look where it comes from: it is not the file that is expected]
  `);
  await expect(openGzip(packed.subarray(0, -9))).rejects.toMatchObject({ name: 'FormatError' });
  await expect(openGzip(Buffer.from('text'))).rejects.toThrowErrorMatchingInlineSnapshot(`
    [FormatError: bytes: not a gzip file: it does not begin with 1f 8b
      fix: open it as it is: openBytes]
  `);
  const signal = AbortSignal.abort();
  await expect(openGzip(packed, { signal })).rejects.toMatchObject({ name: 'AbortError' });
});

it('files of any source are unpacked where asked for, by their content, within the limit', async () => {
  const folder = await testFolder();
  await writeFile(join(folder, 'a.csv.gz'), packed);
  await writeFile(join(folder, 'b.csv.gz'), text);
  const source = await openFolder(folder);
  for (const path of ['a.csv.gz', 'b.csv.gz']) {
    const bytes = await source.read(path, { decompress: true, limit: text.length });
    expect(Buffer.from(bytes).toString()).toBe(text);
  }
  expect(Buffer.from(await source.read('a.csv.gz'))).toEqual(packed);
  await expect(source.read('a.csv.gz', { decompress: true, limit: text.length - 1 })).rejects.toMatchObject({
    name: 'FormatError',
    code: 'E_LIMIT',
    problem: expect.stringContaining('a.csv.gz: decompresses to more than the 10999 bytes it may have'),
  });
  const own = fileSource({
    name: 'own',
    files: [{ path: 'x', size: packed.length }],
    read: async () => packed,
  });
  expect((await own.read('x', { decompress: true })).length).toBe(text.length);
});
