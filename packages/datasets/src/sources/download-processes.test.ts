import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { download } from './download.js';
import { pause } from './pause.js';
import { sha256, testFolder } from './test-folder.js';
import { fileOf, type Handler, serve, type TestServer } from './test-server.js';

// Processes take their time to start.
vi.setConfig({ testTimeout: 30_000 });

const content = randomBytes(400_000);
const checksum = sha256(content);

/** Lets Node run the packages' TypeScript sources. */
const asSources = ['--conditions=@descent/source', '--experimental-transform-types', '--no-warnings'];

/** A process that downloads; it is killed when the test ends. */
function downloadElsewhere(server: TestServer, path: string): ChildProcess {
  const script = fileURLToPath(new URL('./download-in-a-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [...asSources, script, server.url.href, path, checksum.hex], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Waits until a process prints `word`. */
function says(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (text) => String(text).includes(word) && resolve());
  });
}

/** Sends the first bytes and then nothing. */
const half: Handler = (_, response) => {
  response.writeHead(200, { ETag: '"one"', 'Content-Length': content.length });
  response.write(content.subarray(0, 200_000));
};

it('F64: two processes that want one file get it whole, by one request', async () => {
  const path = join(await testFolder(), 'file.bin');
  let haveBegun: Promise<unknown> | undefined;
  await using server = await serve(async (request, response) => {
    // Time enough for the second process to find the lock of the first.
    await haveBegun;
    await pause(200);
    await fileOf(content)(request, response);
  });
  const children = [downloadElsewhere(server, path), downloadElsewhere(server, path)];
  haveBegun = Promise.all(children.map((child) => says(child, 'begins')));
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));
  expect(exits).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(server.requests).toHaveLength(1);
  expect(await readdir(join(path, '..'))).toEqual(['file.bin']);
  expect((await readFile(path)).equals(content)).toBe(true);
});

it('F51: what a killed process leaves does not hinder the next: it goes on at once', async () => {
  const path = join(await testFolder(), 'file.bin');
  await using server = await serve(half, fileOf(content));
  const child = downloadElsewhere(server, path);
  await says(child, '200000');
  await expect.poll(() => readFile(`${path}.part`).then(({ length }) => length)).toBe(200_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(join(path, '..'))).toEqual(['file.bin.lock', 'file.bin.part', 'file.bin.part.etag']);

  const started = performance.now();
  await download(server.url, path, { checksum });
  expect(performance.now() - started).toBeLessThan(2000);
  expect(server.requests[1]?.headers.range).toBe('bytes=200000-');
  expect(await readdir(join(path, '..'))).toEqual(['file.bin']);
  expect((await readFile(path)).equals(content)).toBe(true);
});

it('F51: a process that waits takes over at once when the other is killed', async () => {
  const path = join(await testFolder(), 'file.bin');
  await using server = await serve(half, fileOf(content));
  const child = downloadElsewhere(server, path);
  await expect.poll(() => server.requests.length, { timeout: 10_000 }).toBe(1);
  const waiting = download(server.url, path, { checksum });
  await pause(300);
  expect(server.requests).toHaveLength(1);
  child.kill('SIGKILL');
  const killed = performance.now();
  await waiting;
  expect(performance.now() - killed).toBeLessThan(2000);
  expect(server.requests).toHaveLength(2);
  expect((await readFile(path)).equals(content)).toBe(true);
});
