import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { fetchFile } from './fetch-file.js';
import { openZip } from './open-zip.js';
import { sha256, testFolder } from './test-folder.js';
import { fileOf, serve, status } from './test-server.js';
import { testZip } from './test-zip.js';

const content = randomBytes(10_000);
let cache: string;

beforeEach(async () => {
  cache = await testFolder();
  vi.stubEnv('DESCENT_CACHE_DIR', cache);
  onTestFinished(() => void vi.unstubAllEnvs());
});

it('keeps a file in the cache, and takes it from there', async () => {
  await using server = await serve(fileOf(content));
  for (let n = 0; n < 2; n++) {
    const file = await fetchFile(server.url, { checksum: sha256(content) });
    expect(file.path).toMatch(new RegExp(`^${cache}.downloads.[0-9a-f]{16}-file\\.bin$`));
    expect(Buffer.from(await file.read(0, file.size))).toEqual(content);
    await file.close();
  }
  expect(server.requests).toHaveLength(1);
});

it('keeps files of different addresses apart', async () => {
  await using server = await serve(fileOf(content));
  const paths = new Set<string | undefined>();
  for (const query of ['', '?a=1', '?a=2']) {
    const file = await fetchFile(new URL(query, server.url));
    paths.add(file.path);
    await file.close();
  }
  expect(paths.size).toBe(3);
});

it('takes names for its folder and its file, which stay within the cache', async () => {
  await using server = await serve(fileOf(content));
  const file = await fetchFile(server.url, { folder: 'pets', fileName: 'all.zip' });
  expect(file.path).toBe(join(cache, 'pets', 'all.zip'));
  await file.close();
  for (const fileName of ['../x', 'a/b', '', '.', '..', 'a\\b', 'C:x', 'x\0'])
    await expect(fetchFile(server.url, { fileName }), fileName).rejects.toMatchObject({ code: 'E_VALUE' });
  await expect(fetchFile(server.url, { folder: '..' })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ValueError: fetchFile: ".." cannot be a name in the cache
      fix: use letters, digits, dots, hyphens and underscores]
  `);
});

it('F64: fetches anew what is damaged in the cache', async () => {
  await using server = await serve(fileOf(content));
  const options = { folder: 'pets', fileName: 'all.zip', checksum: sha256(content) };
  const first = await fetchFile(server.url, options);
  await first.close();
  await writeFile(first.path as string, content.subarray(1));
  const again = await fetchFile(server.url, options);
  expect(Buffer.from(await again.read(0, again.size))).toEqual(content);
  await again.close();
  expect(server.requests).toHaveLength(2);
});

it('says what the server refuses', async () => {
  await using server = await serve(status(404));
  await expect(fetchFile(server.url)).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
});

it('what it gives can be opened as an archive, and is closed with it', async () => {
  await using server = await serve(fileOf(testZip([{ name: 'a.txt', content: 'one' }])));
  const file = await fetchFile(server.url);
  const source = await openZip(file);
  expect(Buffer.from(await source.read('a.txt')).toString()).toBe('one');
  await source.close();
  await expect(file.read(0, 1)).rejects.toMatchObject({ code: 'E_IO' });
});

it('takes checksums in capitals, and refuses what cannot be one before it asks', async () => {
  await using server = await serve(fileOf(content));
  const { algorithm, hex } = sha256(content);
  const file = await fetchFile(server.url.href, { checksum: { algorithm, hex: hex.toUpperCase() } });
  expect(file.size).toBe(content.length);
  await file.close();
  for (const checksum of [
    { algorithm, hex: hex.slice(1) },
    { algorithm, hex: `${hex.slice(1)}g` },
    { algorithm: 'md5', hex },
    { algorithm: 'sha1', hex: hex.slice(24) },
    { algorithm, hex: '' },
  ]) {
    const refused = fetchFile(new URL('?other', server.url), { checksum: checksum as never });
    await expect(refused, checksum.hex).rejects.toMatchObject({ name: 'ValueError', code: 'E_VALUE' });
  }
  expect(server.requests).toHaveLength(1);
});

it('leaves nothing of a file whose checksum is wrong', async () => {
  for (const handler of [fileOf(content), status(200, {}, 'a page')]) {
    await using server = await serve(handler);
    const refused = fetchFile(server.url, { checksum: sha256(content.subarray(1)), folder: 'wrong' });
    await expect(refused).rejects.toMatchObject({ code: 'E_IO' });
    expect(await readdir(join(cache, 'wrong'))).toEqual([]);
  }
});

it.each([Number.NaN, 0, -1, 1.5])('a limit of %s bytes is none', async (limit) => {
  await using server = await serve(fileOf(testZip([{ name: 'a.txt', content: 'one' }])));
  await expect(fetchFile(server.url, { maxBytes: limit })).rejects.toMatchObject({ code: 'E_VALUE' });
  expect(server.requests).toHaveLength(0);
  const source = await openZip(await fetchFile(server.url));
  if (limit !== 0) await expect(source.read('a.txt', { limit })).rejects.toMatchObject({ code: 'E_VALUE' });
  await source.close();
});
