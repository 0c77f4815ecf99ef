import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gunzip } from '../formats/gunzip.js';
import { cacheFolder } from '../sources/cache-folder.js';
import { testFolder } from '../sources/test-folder.js';
import { cut, fileOf, type Handler, serve, status } from '../sources/test-server.js';
import type { SetFiles } from './labelled-pictures.js';
import { noOfficialFiles, officialFiles } from './official-files.js';
import { originalFiles } from './original-files.js';

if (noOfficialFiles) console.info(`skipped: downloads of the official files: ${noOfficialFiles}`);

/** SHA-256 of what the four files hold, not compressed. */
const contents = [
  'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
];

async function hashesOf({ train, test }: SetFiles): Promise<string[]> {
  const files = [train.images, train.labels, test.images, test.labels];
  const hashes = files.map(async ({ bytes }) => {
    const content = await gunzip(bytes, 5e7);
    return createHash('sha256').update(content).digest('hex');
  });
  return Promise.all(hashes);
}

/** Sends a file a little at a time. */
function slow(content: Buffer): Handler {
  return async (_, response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    for (let at = 0; at < content.length; at += content.length / 5) {
      response.write(content.subarray(Math.round(at), Math.round(at + content.length / 5)));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    response.end();
  };
}

describe.skipIf(noOfficialFiles)('the official files, checked by the sums that their authors publish', () => {
  beforeEach(async () => void vi.stubEnv('DESCENT_CACHE_DIR', await testFolder()));
  afterEach(() => void vi.unstubAllEnvs());

  /** A server on which each file is answered by the handlers for it, in turn. */
  async function serveEach(handlers: (name: string, content: Buffer) => readonly Handler[]) {
    const files = await officialFiles();
    const queues = new Map([...files].map(([name, content]) => [name, [...handlers(name, content)]]));
    const server = await serve((request, response) => {
      const queue = queues.get(request.url?.slice(1) ?? '') ?? [];
      return (queue.length > 1 ? queue.shift() : queue[0])?.(request, response);
    });
    const fetchAll = () =>
      originalFiles(undefined, { systemFolder: '/nowhere', address: new URL('/', server.url) });
    return { server, fetchAll, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }

  it('come whole from a server that works, and from the cache after that', async () => {
    await using from = await serveEach((_, content) => [fileOf(content)]);
    expect(await hashesOf(await from.fetchAll())).toEqual(contents);
    expect(await hashesOf(await from.fetchAll())).toEqual(contents);
    expect(from.server.requests).toHaveLength(4);
  });

  it('F56, F57, F60: come whole from one that is slow, breaks off, has no ranges, and is busy', async () => {
    const received = new Promise((resolve) => setTimeout(resolve, 300));
    const busy = status(429, { 'Retry-After': '0' });
    await using from = await serveEach((name, content) => {
      if (name.startsWith('train-images')) return [cut(content, 9_000_000, received), busy, fileOf(content)];
      if (name.startsWith('t10k-images')) return [cut(content, 1_000_000, received), slow(content)];
      return [status(503, { 'Retry-After': '0' }), slow(content)];
    });
    expect(await hashesOf(await from.fetchAll())).toEqual(contents);
    expect((await readdir(cacheFolder('fashion-mnist'))).length).toBe(4);
  });

  it.each(['a byte is wrong', 'a file is not there'])('F59, F60: are refused where %s', async (what) => {
    await using from = await serveEach((name, content) => {
      if (!name.startsWith('t10k-images')) return [fileOf(content)];
      if (what === 'a file is not there') return [status(404)];
      const changed = Buffer.from(content);
      changed[4_000_000] = (changed[4_000_000] as number) ^ 1;
      return [fileOf(changed)];
    });
    await expect(from.fetchAll()).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    expect(await readdir(cacheFolder('fashion-mnist'))).not.toContain('t10k-images-idx3-ubyte.gz');
  });
});
