import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ArrayDataset } from '../array-dataset.js';
import { cacheFolder } from '../sources/cache-folder.js';
import { testFolder } from '../sources/test-folder.js';
import { type Handler, serve, status } from '../sources/test-server.js';
import { fashionMnist } from './fashion-mnist.js';
import type { Origin } from './origin.js';
import { originalFiles } from './original-files.js';
import { tinyFiles, tinySet } from './tiny-set.js';

const debianFolder = '/usr/share/datasets/fashion-mnist';
const systemFolder = '/nowhere';
const packed = Object.entries(tinyFiles).map(([name, bytes]) => ({ name, bytes: gzipSync(bytes) }));

/** What tells of the tiny set's files that they are right. */
const origin = Object.fromEntries(
  packed.map(({ name, bytes }) => {
    const hex = createHash('md5').update(bytes).digest('hex');
    return [name, { size: bytes.length, checksum: { algorithm: 'md5', hex } }];
  }),
) as Origin;

/** Options for the tiny set on a server. */
function at({ url }: { readonly url: URL }) {
  return { systemFolder, origin, address: new URL('/set', url) };
}

const serveSet: Handler = ({ url }, response) => {
  const bytes = packed.find(({ name }) => url === `/set/${name}.gz`)?.bytes;
  response.writeHead(bytes ? 200 : 404).end(bytes);
};

beforeEach(async () => {
  vi.stubEnv('DESCENT_CACHE_DIR', await testFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
});

describe('the full set', () => {
  it('comes from the cache when it is there', async () => {
    const cache = cacheFolder('fashion-mnist');
    await mkdir(cache);
    for (const { name, bytes } of packed) await writeFile(join(cache, `${name}.gz`), bytes);
    await using server = await serve(status(404));
    const files = await originalFiles(undefined, at(server));
    expect(Buffer.from(files.test.labels.bytes)).toEqual(packed[3]?.bytes);
    expect(server.requests).toHaveLength(0);
  });

  it('comes from the system’s folder next, and leaves no cache behind', async () => {
    await using server = await serve(status(404));
    const files = await originalFiles(undefined, {
      ...at(server),
      systemFolder: await tinySet(),
    });
    expect(Buffer.from(files.test.labels.bytes)).toEqual(packed[3]?.bytes);
    expect(server.requests).toHaveLength(0);
    expect(existsSync(cacheFolder('fashion-mnist'))).toBe(false);
  });

  it('is fetched otherwise, once, and told of', async () => {
    await using server = await serve(serveSet);
    const seen = new Set<string>();
    const options = at(server);
    const first = await originalFiles(undefined, { ...options, onProgress: ({ url }) => seen.add(url) });
    expect((await readdir(cacheFolder('fashion-mnist'))).toSorted()).toEqual(
      packed.map(({ name }) => `${name}.gz`).toSorted(),
    );
    expect([...seen].toSorted()).toEqual(
      packed.map(({ name }) => new URL(`/set/${name}.gz`, server.url).href).toSorted(),
    );
    expect(await originalFiles(undefined, options)).toEqual(first);
    expect(server.requests).toHaveLength(4);
  });

  it('F60: of a server with other files is an E_IO, and nothing of it is kept', async () => {
    await using server = await serve(status(200, {}, '<html>log in</html>'));
    const refused = originalFiles(undefined, at(server));
    await expect(refused).rejects.toThrow(
      /its md5 is [0-9a-f]{32}, expected [0-9a-f]{32}\n {2}fix: the server/,
    );
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    expect(await readdir(cacheFolder('fashion-mnist'))).toEqual([]);
  });

  it('stops the other downloads when one fails', async () => {
    const open = new Set<unknown>();
    await using server = await serve(({ url }, response) => {
      if (url?.includes('t10k-labels')) response.writeHead(404).end();
      else {
        open.add(response);
        response.on('close', () => open.delete(response));
        response.writeHead(200).flushHeaders();
      }
    });
    const refused = originalFiles(undefined, at(server));
    await expect(refused).rejects.toThrow('the server answered 404');
    await expect.poll(() => open.size).toBe(0);
    expect((await readdir(cacheFolder('fashion-mnist'))).filter((name) => name.endsWith('.lock'))).toEqual(
      [],
    );
  });

  it('stops when it is told to', async () => {
    await using server = await serve(() => undefined);
    const signal = AbortSignal.timeout(50);
    await expect(originalFiles(undefined, { ...at(server), signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('F64: damaged in the cache is fetched anew, the damaged file alone', async () => {
    const cache = cacheFolder('fashion-mnist');
    await mkdir(cache);
    const damaged = 'train-images-idx3-ubyte';
    for (const { name, bytes } of packed) {
      await writeFile(join(cache, `${name}.gz`), name === damaged ? bytes.subarray(0, -9) : bytes);
    }
    await using server = await serve(serveSet);
    const files = await originalFiles(undefined, at(server));
    expect(Buffer.from(files.train.images.bytes)).toEqual(packed[0]?.bytes);
    expect(server.requests.map(({ url }) => url)).toEqual([`/set/${damaged}.gz`]);
    expect(await readFile(join(cache, `${damaged}.gz`))).toEqual(packed[0]?.bytes);
  });
});

describe('Debian’s package', () => {
  const reason = `${debianFolder} is not there: apt install dataset-fashion-mnist`;
  const isThere = existsSync(debianFolder);
  if (!isThere) console.info(`skipped: the full set of Debian’s package: ${reason}`);

  it('has 60,000 and 10,000 pictures, and ours are the first of each class', { timeout: 60_000 }, async ({
    skip,
  }) => {
    skip(!isThere, reason);
    const full = await fashionMnist({ source: 'full' });
    const ours = await fashionMnist();
    for (const [part, count, perClass] of [
      ['train', 60_000, 1000],
      ['test', 10_000, 200],
    ] as const) {
      expect(full[part].length).toBe(count);
      const { labels, picked } = await firstOfEachClass(full[part], perClass);
      expect(labels).toEqual(new Array(10).fill(count / 10));
      expect(await digest(ours[part])).toBe(picked);
    }
  });
});

/** How many pictures each class has, and a digest of the first `perClass` of each. */
async function firstOfEachClass(data: ArrayDataset, perClass: number) {
  const labels = new Array(10).fill(0);
  const hash = createHash('sha256');
  for await (const { x, y } of data.batches({ batchSize: 1 })) {
    if (labels[y.values[0] as number]++ < perClass) hash.update(x.values).update(y.values);
  }
  return { labels, picked: hash.digest('hex') };
}

async function digest(data: ArrayDataset): Promise<string> {
  const hash = createHash('sha256');
  for await (const { x, y } of data.batches({ batchSize: 1 })) hash.update(x.values).update(y.values);
  return hash.digest('hex');
}
