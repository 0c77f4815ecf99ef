import { expect, it } from 'vitest';
import { fileSource } from './file-source.js';

const two = (close?: () => Promise<void>) =>
  fileSource({
    name: 'two texts',
    files: [
      { path: 'b.txt', size: 5 },
      { path: 'B/a.txt', size: 1 },
    ],
    read: async ({ path }) => new TextEncoder().encode(path),
    ...(close && { close }),
  });

it('lists its files in one order and reads them', async () => {
  const source = two();
  expect(source.files.map(({ path }) => path)).toEqual(['B/a.txt', 'b.txt']);
  expect(new TextDecoder().decode(await source.read('b.txt'))).toBe('b.txt');
});

it.each(['c.txt', '../b.txt', '/b.txt', '__proto__', ''])(
  'does not read %o, which is not listed',
  async (path) => {
    await expect(two().read(path)).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
  },
);

it('says what it does not read', async () => {
  await expect(two().read('c.txt')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: two texts: has no file c.txt
      fix: take a path from its files]
  `);
  await expect(two().read('b.txt', { limit: 4 })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: two texts: b.txt has 5 bytes, more than the limit of 4
      fix: raise limit, if it is the file that you expect]
  `);
  await expect(two().read('b.txt', { limit: 4 })).rejects.toMatchObject({ code: 'E_LIMIT' });
});

it('is not read when the signal is aborted', async () => {
  const reason = new Error('enough');
  await expect(two().read('b.txt', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('is closed once, and not read any more', async () => {
  let count = 0;
  const source = two(async () => void count++);
  await Promise.all([source.close(), source.close()]);
  expect(count).toBe(1);
  await expect(source.read('b.txt')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: two texts: cannot read b.txt: it is closed
      fix: close it after the last read]
  `);
});

it('refuses a path that is listed twice', () => {
  const files = ['a', 'b', 'a'].map((path) => ({ path, size: 0 }));
  expect(() =>
    fileSource({ name: 'list', files, read: async () => new Uint8Array() }),
  ).toThrowErrorMatchingInlineSnapshot(`[DataError: list: two files have the path a]`);
});
