import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fashionMnist } from '@descent/datasets';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { noOfficialFiles, officialFiles } from '../packages/datasets/src/fashion-mnist/official-files.js';
import { openBrowser } from './open-browser.js';

const goldens = (name: string) =>
  JSON.parse(readFileSync(new URL(`../goldens/${name}.json`, import.meta.url), 'utf8')).cases;
const archives = goldens('archives') as {
  name: string;
  kind: string;
  bytes: string;
  files: Record<string, string>;
}[];
const archive = (kind: string, name: string) => {
  const { bytes, files } = archives.find(
    (one) => one.kind === kind && one.name === name,
  ) as (typeof archives)[number];
  return { bytes: Buffer.from(bytes, 'base64'), files };
};
const zip = archive('zip', 'deflated, with folders');
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A set of three pictures to learn from and two to be tested on: IDX files, compressed. */
const pictures = (count: number) =>
  Buffer.concat([
    Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28]),
    Buffer.alloc(784 * count, 51),
  ]);
const labels = (...values: number[]) => Buffer.from([0, 0, 8, 1, 0, 0, 0, values.length, ...values]);
const set = {
  'train-images-idx3-ubyte': gzipSync(pictures(3)),
  'train-labels-idx1-ubyte': gzipSync(labels(9, 0, 3)),
  't10k-images-idx3-ubyte': gzipSync(pictures(2)),
  't10k-labels-idx1-ubyte': gzipSync(labels(1, 2)),
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with a file, or with the part that is asked for. */
const file =
  (bytes: Buffer): Handler =>
  ({ headers }, response) => {
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    const end = to ? Number(to) + 1 : bytes.length;
    response.setHeader('ETag', '"one"');
    if (headers.range)
      response.setHeader('Content-Range', `bytes ${from}-${Math.min(end, bytes.length) - 1}/${bytes.length}`);
    response.writeHead(headers.range ? 206 : 200, {
      'Content-Length': Math.min(end, bytes.length) - Number(from),
    });
    response.end(bytes.subarray(Number(from), end));
  };

describe('sources in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let server: Server;
  let scripts: Record<string, string>;
  let handlers: Record<string, Handler>;
  let requests: IncomingMessage[];

  beforeAll(async () => {
    browser = await openBrowser();
    const { outputFiles, warnings } = await build({
      stdin: {
        contents:
          "export * from '@descent/datasets/sources'; export { fashionMnist } from '@descent/datasets'",
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: '/',
      entryNames: 'sources',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    scripts = Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://here');
      const script = scripts[pathname];
      if (script !== undefined) {
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
      } else if (pathname === '/') {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end('<!doctype html><link rel="icon" href="data:,"><input type="file" multiple>');
      } else {
        requests.push(request);
        const handler = handlers[pathname.slice(1)];
        if (handler) handler(request, response);
        else response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });
  beforeEach(async () => {
    requests = [];
    handlers = { 'file.bin': file(content), 'pets.zip': file(zip.bytes) };
    context = await browser.newContext();
    page = await openTab();
  });
  afterEach(() => context.close());

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function openTab(): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(address());
    return tab;
  }

  /** Runs lines of script, with all that is exported; what they fail with is a text. */
  const run = <T>(script: string, tab = page): Promise<T> =>
    tab.evaluate<T>(`import('/sources.js').then(async (all) => {
      const { fetchFile, openBytes, openDirectory, openDropped, openFiles, openFolder, openParquet, openTar, openUrl, openZip, fashionMnist } = all;
      const text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      const hash = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const readAll = async (source) => {
        const files = {};
        for (const { path } of source.files) files[path] = text(await source.read(path));
        return files;
      };
      try { return await (async () => { ${script} })(); } catch (error) { return error.code + ' ' + error.message; }
    })`);

  const fetchIt = `
    const file = await fetchFile(new URL('/file.bin', location), { backoff: 1, checksum: { algorithm: 'sha256', hex: '${sha256(content)}' } });
    return hash(await file.read(0, file.size));`;

  it('a file is fetched once, and kept for other pages', async () => {
    expect(await run(fetchIt)).toBe(sha256(content));
    expect(await run(fetchIt, await openTab())).toBe(sha256(content));
    expect(requests).toHaveLength(1);
  });

  it('F64: two tabs that want one file get it whole, by one request', async () => {
    handlers['file.bin'] = (request, response) =>
      void setTimeout(() => file(content)(request, response), 200);
    const other = await openTab();
    expect(await Promise.all([run(fetchIt), run(fetchIt, other)])).toEqual([
      sha256(content),
      sha256(content),
    ]);
    expect(requests).toHaveLength(1);
  });

  it('F64: a file that was damaged in the cache is fetched anew', async () => {
    await run(fetchIt);
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await (await root.getDirectoryHandle('descent-cache')).getDirectoryHandle('downloads');
      for await (const handle of folder.values()) {
        const stream = await (handle as FileSystemFileHandle).createWritable();
        await stream.write('damaged');
        await stream.close();
      }
    });
    expect(await run(fetchIt)).toBe(sha256(content));
    expect(requests).toHaveLength(2);
  });

  it('F56: a download that is cut goes on where it stopped', async () => {
    handlers['file.bin'] = (request, response) => {
      handlers['file.bin'] = file(content);
      response.writeHead(200, { 'Content-Length': content.length, ETag: '"one"' });
      response.write(content.subarray(0, 100_000), () => setTimeout(() => request.socket.destroy(), 100));
    };
    expect(await run(fetchIt)).toBe(sha256(content));
    expect(requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d{5,}-$/),
    ]);
    const left = await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await (await root.getDirectoryHandle('descent-cache')).getDirectoryHandle('downloads');
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name.slice(17));
      return names;
    });
    expect(left).toEqual(['file.bin']);
  });

  it('F59, F60, F63: other bytes, refusals and larger files are told, and not kept', async () => {
    handlers['file.bin'] = file(Buffer.from('other'));
    expect(await run(fetchIt)).toMatch(/^E_IO download: .*its sha256 is [0-9a-f]{64}, expected/);
    delete handlers['file.bin'];
    expect(await run(fetchIt)).toMatch(/^E_IO download: .*the server answered 404/);
    handlers['file.bin'] = file(content);
    expect(await run(fetchIt.replace('{ backoff', '{ maxBytes: 1000, backoff'))).toMatch(/^E_LIMIT/);
    expect(await run(fetchIt)).toBe(sha256(content));
  });

  it('F62: a server that says nothing is given up', async () => {
    handlers['file.bin'] = () => undefined;
    const script = fetchIt.replace('{ backoff', '{ retries: 0, stallTimeout: 100, backoff');
    expect(await run(script)).toMatch(/^E_IO download: .*no byte came for 0.1 s/);
  });

  it('a zip archive is read from the cache, from a server by parts, and from memory', async () => {
    const opened = [
      "await fetchFile(new URL('/pets.zip', location))",
      "await openUrl(new URL('/pets.zip', location))",
      "await (await fetch('/pets.zip')).blob()",
    ];
    for (const from of opened) expect(await run(`return readAll(await openZip(${from}))`)).toEqual(zip.files);
  });

  it('a compressed tar archive is read', async () => {
    const { bytes, files } = archive('tar', 'gzip');
    handlers['pets.tgz'] = file(bytes);
    expect(await run("return readAll(await openTar(await (await fetch('/pets.tgz')).blob()))")).toEqual(
      files,
    );
  });

  it('Parquet files are read, whatever compresses them', async () => {
    for (const { name, bytes, rows } of goldens('parquet') as {
      name: string;
      bytes: string;
      rows: { half: number }[];
    }[]) {
      handlers['table.parquet'] = file(Buffer.from(bytes, 'base64'));
      const halves = await run(`
        const table = await openParquet(await openUrl(new URL('/table.parquet', location)));
        const halves = [];
        for await (const { half } of table.rows({ columns: ['half'] })) halves.push(half);
        return halves;`);
      expect(halves, name).toEqual(rows.map(({ half }) => half));
    }
  });

  it('files that a user chose are a source', async () => {
    await page.setInputFiles('input', [
      { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('two') },
      { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('one') },
    ]);
    expect(await run("return readAll(openFiles(document.querySelector('input').files))")).toEqual({
      'a.txt': btoa('one'),
      'b.txt': btoa('two'),
    });
  });

  it('a folder of the browser’s own files is a source', async () => {
    const found = await run(`
      const root = await navigator.storage.getDirectory();
      const cats = await (await root.getDirectoryHandle('pets', { create: true })).getDirectoryHandle('cats', { create: true });
      const stream = await (await cats.getFileHandle('1.jpg', { create: true })).createWritable();
      await stream.write('cat');
      await stream.close();
      return readAll(await openDirectory(await root.getDirectoryHandle('pets')));`);
    expect(found).toEqual({ 'cats/1.jpg': btoa('cat') });
  });

  it('a dropped folder is a source, and so are files that scripts drop', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'pets', 'cats'), { recursive: true });
    // More than a browser lists at a time.
    for (let i = 0; i < 120; i++) await writeFile(join(folder, 'pets', 'cats', `${i}.jpg`), `cat ${i}`);
    await writeFile(join(folder, 'pets', 'notes.txt'), 'notes');
    await page.evaluate(`import('/sources.js').then(({ openDropped }) => {
      document.documentElement.style.height = '100%';
      document.addEventListener('dragover', (event) => event.preventDefault());
      document.addEventListener('drop', (event) => {
        event.preventDefault();
        globalThis.dropped = openDropped(event.dataTransfer);
      });
    })`);
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [join(folder, 'pets')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
    const found = await run<Record<string, string>>('return readAll(await globalThis.dropped)');
    expect(Object.keys(found)).toHaveLength(121);
    expect(found['pets/cats/119.jpg']).toBe(btoa('cat 119'));
    expect(found['pets/notes.txt']).toBe(btoa('notes'));
    const scripted = await run(`
      const transfer = new DataTransfer();
      transfer.items.add(new File(['cat'], 'cat.jpg'));
      transfer.items.add('some text', 'text/plain');
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }));
      return readAll(await globalThis.dropped);`);
    expect(scripted).toEqual({ 'cat.jpg': btoa('cat') });
  });

  it('a path is refused: there is no disk', async () => {
    expect(await run("return openFolder('/data')")).toMatch(/^E_IO openFolder: \/data is on a disk/);
    expect(await run("return openZip('/data.zip')")).toMatch(/^E_IO openBytes: \/data.zip is on a disk/);
  });

  it('Fashion-MNIST’s original files are fetched, and refused when they are other ones', async () => {
    for (const [name, bytes] of Object.entries(set)) handlers[`set/${name}.gz`] = file(bytes);
    const message = await run("await fashionMnist({ source: 'full', address: new URL('/set', location) })");
    expect(message).toMatch(/^E_IO download: .*its md5 is [0-9a-f]{32}, expected [0-9a-f]{32}/);
  });

  if (noOfficialFiles) console.info(`skipped: all of Fashion-MNIST in a browser: ${noOfficialFiles}`);
  it.skipIf(noOfficialFiles || !process.env.DESCENT_FULL)(
    'all of Fashion-MNIST is fetched once, and has the same pixels as in Node',
    async () => {
      for (const [name, bytes] of await officialFiles()) handlers[`set/${name}`] = file(bytes);
      const load = `
      const { train, test } = await fashionMnist({ source: 'full', address: new URL('/set', location) });
      const hashes = [];
      for (const part of [train, test])
        for await (const { x, y } of part.batches({ batchSize: part.length })) hashes.push(await hash(x.values), await hash(y.values));
      return hashes;`;
      const { train, test } = await fashionMnist({ source: 'full' });
      const expected: string[] = [];
      for (const part of [train, test])
        for await (const { x, y } of part.batches({ batchSize: part.length }))
          expected.push(sha256(new Uint8Array(x.values.buffer)), sha256(new Uint8Array(y.values.buffer)));
      expect(await run(load)).toEqual(expected);
      expect(await run(load, await openTab())).toEqual(expected);
      expect(requests).toHaveLength(4);
    },
  );
});
