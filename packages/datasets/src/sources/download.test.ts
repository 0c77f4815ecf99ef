import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { download } from './download.js';
import { sha256, testFolder } from './test-folder.js';
import { cut, fileOf, serve, status } from './test-server.js';
import type { DownloadProgress, TransferOptions } from './transfer.js';

const content = randomBytes(300_000);
const checksum = sha256(content);
const quick = { backoff: 1 };

/** A promise that `size` bytes have come, and the listener that keeps it. */
function comes(size: number) {
  let onProgress: TransferOptions['onProgress'];
  const promise = new Promise<void>((resolve) => {
    onProgress = ({ received }) => received >= size && resolve();
    if (size === 0) resolve();
  });
  return { promise, onProgress };
}

/** A folder in which an earlier download was cut after `size` bytes of `bytes`. */
async function interrupted(size: number, bytes = content, etag = '"one"'): Promise<string> {
  const path = join(await testFolder(), 'file.bin');
  const { promise, onProgress } = comes(size);
  await using server = await serve(cut(bytes, size, promise, etag));
  await expect(download(server.url, path, { retries: 0, onProgress })).rejects.toThrow();
  return path;
}

/** That the file came whole, and nothing else was left. */
async function expectWhole(path: string, bytes = content): Promise<void> {
  expect(await readdir(join(path, '..'))).toEqual(['file.bin']);
  expect((await readFile(path)).equals(bytes)).toBe(true);
}

describe('download', () => {
  it('fetches a file and tells how far it is', async () => {
    await using server = await serve(fileOf(content));
    const path = join(await testFolder(), 'new', 'folder', 'file.bin');
    const seen: DownloadProgress[] = [];
    await download(server.url, path, { checksum, onProgress: (progress) => seen.push(progress) });
    await expectWhole(path);
    expect(seen.at(-1)).toEqual({ url: server.url.href, received: 300_000, total: 300_000 });
    const counts = seen.map(({ received }) => received);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(seen[0]?.received).toBeLessThan(300_000);
  });

  it('fetches an empty file', async () => {
    await using server = await serve(fileOf(Buffer.alloc(0)));
    const path = join(await testFolder(), 'file.bin');
    await download(server.url, path, { checksum: sha256(Buffer.alloc(0)) });
    await expectWhole(path, Buffer.alloc(0));
  });

  it('asks for nothing when the file is there', async () => {
    await using server = await serve(fileOf(content));
    const path = join(await testFolder(), 'file.bin');
    await writeFile(path, 'old');
    await download(server.url, path);
    expect(server.requests).toHaveLength(0);
    expect(await readFile(path, 'utf8')).toBe('old');
    await writeFile(path, content);
    await download(server.url, path, { checksum });
    expect(server.requests).toHaveLength(0);
  });

  it('F64: a file that is there but damaged is fetched anew, and stays until another is whole', async () => {
    await using server = await serve(status(404), fileOf(content));
    const path = join(await testFolder(), 'file.bin');
    await writeFile(path, 'old');
    await expect(download(server.url, path, { checksum })).rejects.toThrow('404');
    expect(await readFile(path, 'utf8')).toBe('old');
    await download(server.url, path, { checksum });
    expect((await readFile(path)).equals(content)).toBe(true);
    expect(await readdir(join(path, '..'))).toEqual(['file.bin']);
  });

  it('removes what a killed download has left', async () => {
    await using server = await serve(fileOf(content));
    const path = join(await testFolder(), 'file.bin');
    for (const rest of ['part', 'part.etag', 'fresh']) await writeFile(`${path}.${rest}`, '');
    await download(server.url, path, { checksum });
    await expectWhole(path);
  });

  it('does not know the total of a body without a length', async () => {
    await using server = await serve((_, response) => {
      response.write(content.subarray(0, 10));
      response.end(content.subarray(10));
    });
    const path = join(await testFolder(), 'file.bin');
    const totals = new Set<number | undefined>();
    await download(server.url, path, { checksum, onProgress: ({ total }) => totals.add(total) });
    await expectWhole(path);
    expect([...totals]).toEqual([undefined]);
  });
});

describe('a download that was cut', () => {
  it.each([0, 1, 65_536, 299_999])('F56: at byte %i goes on there and gives the same bytes', async (size) => {
    const path = join(await testFolder(), 'file.bin');
    const { promise, onProgress } = comes(size);
    await using server = await serve(cut(content, size, promise), fileOf(content));
    await download(server.url, path, { ...quick, checksum, onProgress });
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => [headers.range, headers['if-range']])).toEqual([
      [undefined, undefined],
      size === 0 ? [undefined, undefined] : [`bytes=${size}-`, '"one"'],
    ]);
  });

  it('F56: goes on in the next call too, and counts what is there', async () => {
    const path = await interrupted(100_000);
    await using server = await serve(fileOf(content));
    const seen: DownloadProgress[] = [];
    await download(server.url, path, { checksum, onProgress: (progress) => seen.push(progress) });
    await expectWhole(path);
    expect(seen[0]?.received).toBeGreaterThan(100_000);
    expect(seen.at(-1)).toMatchObject({ received: 300_000, total: 300_000 });
  });

  it('F57: begins anew when the server ignores the range', async () => {
    const path = await interrupted(100_000);
    await using server = await serve((_, response) => void response.setHeader('ETag', '"one"').end(content));
    await download(server.url, path, { checksum });
    await expectWhole(path);
    expect(server.requests[0]?.headers.range).toBe('bytes=100000-');
  });

  it('F58: begins anew when the file has changed', async () => {
    const path = await interrupted(100_000);
    const other = randomBytes(200_000);
    await using server = await serve(fileOf(other, '"two"'));
    await download(server.url, path, { checksum: sha256(other) });
    await expectWhole(path, other);
    expect(server.requests).toHaveLength(1);
  });

  it('F58: begins anew when the file has changed and the server ignores If-Range', async () => {
    const path = await interrupted(100_000);
    const other = randomBytes(200_000);
    const careless = fileOf(other, '"two"');
    await using server = await serve((request, response) => {
      delete request.headers['if-range'];
      return careless(request, response);
    });
    await download(server.url, path, quick);
    await expectWhole(path, other);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=100000-', undefined]);
  });

  it('F58: goes on with a changed file that is cut in turn', async () => {
    const path = await interrupted(100_000);
    const other = randomBytes(200_000);
    const { promise, onProgress } = comes(50_000);
    await using server = await serve(cut(other, 50_000, promise, '"two"'), fileOf(other, '"two"'));
    await download(server.url, path, { ...quick, checksum: sha256(other), onProgress });
    await expectWhole(path, other);
    expect(server.requests.map(({ headers }) => [headers.range, headers['if-range']])).toEqual([
      ['bytes=100000-', '"one"'],
      ['bytes=50000-', '"two"'],
    ]);
  });

  it.each(['W/"one"', ''])('F58: begins anew when its tag was %o', async (etag) => {
    const path = await interrupted(100_000, content, etag);
    await using server = await serve(fileOf(content));
    await download(server.url, path, { checksum });
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined]);
  });

  it('F58: is done when 416 says that no byte is missing', async () => {
    const path = await interrupted(299_999);
    await writeFile(`${path}.part`, content);
    await using server = await serve(fileOf(content));
    await download(server.url, path, { checksum });
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=300000-']);
  });

  it('F58: is not done by a 416 when the checksum is another: begins anew', async () => {
    for (const size of [300_000, 400_000]) {
      const path = await interrupted(100_000);
      await writeFile(`${path}.part`, Buffer.alloc(size));
      await using server = await serve(fileOf(content));
      await download(server.url, path, { ...quick, checksum });
      await expectWhole(path);
      expect(server.requests.map(({ headers }) => headers.range)).toEqual([`bytes=${size}-`, undefined]);
    }
  });

  it('F58: is not done by a 416 when the size is another: begins anew', async () => {
    const path = await interrupted(100_000);
    await writeFile(`${path}.part`, Buffer.alloc(400_000));
    await using server = await serve(fileOf(content));
    await download(server.url, path, quick);
    await expectWhole(path);
  });

  it('begins anew when the bytes that were there turn out wrong', async () => {
    const path = await interrupted(100_000);
    await writeFile(`${path}.part`, Buffer.alloc(100_000));
    await using server = await serve(fileOf(content));
    await download(server.url, path, { ...quick, checksum });
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=100000-', undefined]);
  });

  it('begins anew when the server sends another range than was asked for', async () => {
    const path = await interrupted(100_000);
    await using server = await serve((_, response) => {
      response.writeHead(206, { ETag: '"one"', 'Content-Range': 'bytes 0-299999/300000' }).end(content);
    }, fileOf(content));
    await download(server.url, path, quick);
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=100000-', undefined]);
  });

  it('takes the rest in portions when the server sends less than it has', async () => {
    const path = await interrupted(100_000);
    await using server = await serve((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 100000-199999/300000', 'Content-Length': 100_000 });
      response.end(content.subarray(100_000, 200_000));
    }, fileOf(content));
    await download(server.url, path, quick);
    await expectWhole(path);
    expect(server.requests[1]?.headers.range).toBe('bytes=200000-');
  });

  it('goes on when the server does not know the size of the whole', async () => {
    const path = await interrupted(100_000);
    await using server = await serve((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 100000-299999/*' }).end(content.subarray(100_000));
    });
    const totals = new Set<number | undefined>();
    await download(server.url, path, { checksum, onProgress: ({ total }) => totals.add(total) });
    await expectWhole(path);
    expect([...totals]).toEqual([undefined]);
  });
});

describe('a body', () => {
  it('F59: shorter than its length says is asked for again, then refused', async () => {
    const path = join(await testFolder(), 'file.bin');
    await using server = await serve(cut(content, 1000, Promise.resolve()));
    const refused = download(server.url, path, { ...quick, retries: 2, checksum });
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    expect(server.requests).toHaveLength(3);
    expect(await readdir(join(path, '..'))).not.toContain('file.bin');
  });

  it('F59: longer than its length says has another checksum', async () => {
    const path = join(await testFolder(), 'file.bin');
    await using server = await serve((_, { socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n');
      socket?.end(content);
    });
    await expect(download(server.url, path, { ...quick, retries: 1, checksum })).rejects.toMatchObject({
      code: 'E_IO',
    });
    expect(await readdir(join(path, '..'))).not.toContain('file.bin');
  });

  it('F59: in chunks that stops half-way is asked for again', async () => {
    const path = join(await testFolder(), 'file.bin');
    const { promise, onProgress } = comes(1000);
    await using server = await serve(async (_, response) => {
      response.write(content.subarray(0, 1000));
      await promise;
      response.destroy();
    }, fileOf(content));
    await download(server.url, path, { ...quick, checksum, onProgress });
    await expectWhole(path);
  });

  it('F59: compressed on the way is the file all the same', async () => {
    const path = join(await testFolder(), 'file.bin');
    const packed = gzipSync(content);
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed);
    });
    await download(server.url, path, { checksum });
    await expectWhole(path);
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('F59: compressed on the way and cut is not gone on from', async () => {
    const path = join(await testFolder(), 'file.bin');
    const packed = gzipSync(content);
    const { promise, onProgress } = comes(1000);
    await using server = await serve(async (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length, ETag: '"one"' });
      response.write(packed.subarray(0, 100_000));
      await promise;
      response.destroy();
    }, fileOf(content));
    await download(server.url, path, { ...quick, checksum, onProgress });
    await expectWhole(path);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  });

  it('F59: of another status than 200 is no file', async () => {
    const path = join(await testFolder(), 'file.bin');
    for (const code of [204, 206]) {
      await using server = await serve(status(code));
      await expect(download(server.url, path, quick)).rejects.toThrow(`the server answered ${code}`);
    }
  });
});
