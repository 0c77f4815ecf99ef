import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download } from './download.js';
import { sha256, testFolder } from './test-folder.js';
import { fileOf, serve } from './test-server.js';
import type { TransferOptions } from './transfer.js';

const content = randomBytes(100_000);
const newPath = async () => join(await testFolder(), 'file.bin');

describe('a signal', () => {
  const reason = new Error('enough');

  it('that is aborted already stops a download before it asks', async () => {
    await using server = await serve(fileOf(content));
    const signal = AbortSignal.abort(reason);
    await expect(download(server.url, await newPath(), { signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it('stops it within the body, at once, and keeps what has come', async () => {
    const path = await newPath();
    const stop = new AbortController();
    await using server = await serve(
      (_, response) => void response.writeHead(200, { ETag: '"one"' }).write(content.subarray(0, 50_000)),
      fileOf(content),
    );
    const onProgress: TransferOptions['onProgress'] = ({ received }) => {
      if (received === 50_000) stop.abort(reason);
    };
    await expect(download(server.url, path, { signal: stop.signal, retries: 0, onProgress })).rejects.toBe(
      reason,
    );
    expect(await readdir(join(path, '..'))).toEqual(['file.bin.part', 'file.bin.part.etag']);
    await download(server.url, path, { checksum: sha256(content) });
    expect(server.requests[1]?.headers.range).toBe('bytes=50000-');
  });

  it('stops it while it waits for the next attempt', async () => {
    const stop = new AbortController();
    await using server = await serve((_, response) => {
      response.writeHead(503).end();
      setTimeout(() => stop.abort(reason), 50);
    });
    const started = performance.now();
    await expect(download(server.url, await newPath(), { signal: stop.signal, backoff: 5000 })).rejects.toBe(
      reason,
    );
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('stops it while it waits for another download of the same file', async () => {
    const path = await newPath();
    const first = new AbortController();
    await using server = await serve(() => undefined);
    const running = download(server.url, path, { signal: first.signal }).catch(() => undefined);
    await expect.poll(() => server.requests.length).toBe(1);
    await expect(download(server.url, path, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    first.abort();
    await running;
    expect(server.requests).toHaveLength(1);
  });
});
