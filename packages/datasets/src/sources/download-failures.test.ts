import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download } from './download.js';
import { sha256, testFolder } from './test-folder.js';
import { fileOf, type Handler, serve, status, type TestServer } from './test-server.js';
import type { TransferOptions } from './transfer.js';

const content = randomBytes(100_000);
const checksum = { algorithm: 'sha256', hex: 'a'.repeat(64) } as const;
const newPath = async () => join(await testFolder(), 'file.bin');

/** A download whose error names the server without its port, which is another each time. */
async function attempt(server: TestServer, path: string, options?: TransferOptions): Promise<void> {
  await download(server.url, path, { backoff: 1, ...options }).catch((error: Error) => {
    error.message = error.message.replaceAll(server.url.host, 'server');
    throw error;
  });
}

/** As {@link attempt}, of a server that always answers so. */
async function attemptFrom(handler: Handler, options?: TransferOptions): Promise<void> {
  await using server = await serve(handler);
  await attempt(server, await newPath(), options);
}

describe('a server that refuses', () => {
  it('F60: 404 is not asked again', async () => {
    await using server = await serve(status(404));
    const refused = attempt(server, await newPath());
    await expect(refused).rejects.toMatchObject({ code: 'E_IO' });
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: the server answered 404 Not Found
        fix: look at the address, or get the file another way]
    `);
    expect(server.requests).toHaveLength(1);
  });

  it('F60: 503, 500 and 408 pass', async () => {
    await using server = await serve(status(503), status(500), status(408), fileOf(content));
    const path = await newPath();
    await download(server.url, path, { backoff: 1, checksum: sha256(content) });
    expect((await readFile(path)).equals(content)).toBe(true);
    expect(server.requests).toHaveLength(4);
  });

  it('is left with no connection open', async () => {
    let isOpen = true;
    await using server = await serve((_, response) => {
      response.on('close', () => {
        isOpen = false;
      });
      response.writeHead(404).write('an answer without an end');
    });
    await expect(attempt(server, await newPath())).rejects.toThrow('404');
    await expect.poll(() => isOpen).toBe(false);
  });

  it('F60: attempts are bounded, and counted in the message', async () => {
    await using server = await serve(status(503));
    await expect(
      attempt(server, await newPath(), { retries: 2 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: the server answered 503 Service Unavailable (3 attempts)
        fix: try again later]
    `);
    expect(server.requests).toHaveLength(3);
  });

  it('F60: attempts wait twice as long each time', async () => {
    await using server = await serve(status(503));
    const started = performance.now();
    await expect(attempt(server, await newPath(), { retries: 3, backoff: 20 })).rejects.toThrow('4 attempts');
    expect(performance.now() - started).toBeGreaterThan(20 + 40 + 80 - 5);
  });

  it('F60: 429 is asked again when the server says', async () => {
    await using server = await serve(status(429, { 'Retry-After': '1' }), fileOf(content));
    const started = performance.now();
    await download(server.url, await newPath(), { backoff: 1 });
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it('F60: a wait of more than a minute is left to the caller', async () => {
    await expect(
      attemptFrom(status(429, { 'Retry-After': '3600' })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: the server answered 429 Too Many Requests and asks to wait 3600 seconds
        fix: try again then]
    `);
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    await expect(attemptFrom(status(503, { 'Retry-After': inAnHour }))).rejects.toThrow(
      /asks to wait 3\d\d\d seconds/,
    );
  });

  it('F60: a Retry-After that is past or no time at all does no harm', async () => {
    for (const when of ['Mon, 01 Jan 2001 00:00:00 GMT', 'soon']) {
      await using server = await serve(status(429, { 'Retry-After': when }), fileOf(content));
      await download(server.url, await newPath(), { backoff: 1 });
      expect(server.requests).toHaveLength(2);
    }
  });
});

describe('F61: a server that leads on', () => {
  const to = (location: string, code = 302): Handler => status(code, { Location: location });

  it('to the file is followed, relative addresses too', async () => {
    for (const code of [301, 302, 303, 307, 308]) {
      await using server = await serve(
        to('/elsewhere/file.bin', code),
        to('there.bin', code),
        fileOf(content),
      );
      const path = await newPath();
      await download(server.url, path, { checksum: sha256(content) });
      expect(server.requests.map(({ url }) => url)).toEqual([
        '/file.bin',
        '/elsewhere/file.bin',
        '/elsewhere/there.bin',
      ]);
    }
  });

  it('in a circle is given up, at once', async () => {
    await using server = await serve(to('/file.bin'));
    const refused = attempt(server, await newPath());
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_UNSAFE' });
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin leads on more than 10 times
        fix: get the file another way]
    `);
    expect(server.requests).toHaveLength(11);
  });

  it.each([
    'file:///etc/passwd',
    'data:text/plain,hi',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://user:secret@127.0.0.1/',
  ])('to %s is not followed', async (location) => {
    await using server = await serve(to(location));
    const path = await newPath();
    const refused = attempt(server, path);
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_UNSAFE' });
    await expect(refused).rejects.not.toThrow('secret');
    expect(server.requests).toHaveLength(1);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('to what is no address is an E_IO', async () => {
    await expect(attemptFrom(to('http://['))).rejects.toMatchObject({ code: 'E_IO' });
  });

  it('to another host is not given the token', async () => {
    await using other = await serve(fileOf(content));
    await using server = await serve(to('/again'), to(other.url.href));
    await download(server.url, await newPath(), { token: 'secret' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer secret',
      'Bearer secret',
    ]);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

describe('F61: an address', () => {
  it.each(['file:///etc/passwd', 'ftp://example.org/x', 'http://169.254.1.1/', 'http://a:b@example.org/x'])(
    '%s is not asked',
    async (address) => {
      await expect(download(new URL(address), await newPath())).rejects.toMatchObject({
        name: 'DataError',
        code: 'E_UNSAFE',
      });
    },
  );
});

describe('F60: a captive portal’s page with status 200', () => {
  const portal = status(200, { 'Content-Type': 'text/html' }, '<html>log in</html>');

  it('has another checksum', async () => {
    const path = await newPath();
    await using server = await serve(portal);
    await expect(attempt(server, path, { checksum })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: its sha256 is 9a6242c8973c15c1f75d9c64c2289f216419e41e8f75e1c7d543ff256612ce7d, expected aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        fix: the server gave another file: try again, or get the file another way]
    `);
    expect(server.requests).toHaveLength(1);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  /** A path beside which 60,000 bytes wait to be gone on from. */
  async function begun(): Promise<string> {
    const path = await newPath();
    await writeFile(`${path}.part`, content.subarray(0, 60_000));
    await writeFile(`${path}.part.etag`, '"one"');
    return path;
  }

  it('leaves what had come before, and the next download goes on from it', async () => {
    const path = await begun();
    const cutPortal: Handler = (_, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('<html>', () => response.destroy());
    };
    await using server = await serve(portal, status(404), cutPortal, fileOf(content));
    const options = { checksum: sha256(content), retries: 0 };
    for (let n = 0; n < 3; n++)
      await expect(attempt(server, path, options)).rejects.toMatchObject({ code: 'E_IO' });
    await download(server.url, path, options);
    expect((await readFile(path)).equals(content)).toBe(true);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(new Array(4).fill('bytes=60000-'));
  });

  it('leaves what had come before when the page is too large', async () => {
    const path = await begun();
    await using server = await serve((_, response) => {
      response.setHeader('ETag', '"page"').write(content);
      response.end(content);
    });
    await expect(attempt(server, path, { maxBytes: 150_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(await readdir(join(path, '..'))).toEqual(['file.bin.part', 'file.bin.part.etag']);
    expect(await readFile(`${path}.part.etag`, 'utf8')).toBe('"one"');
  });
});

describe('a connection', () => {
  it('F62: without a byte for too long is given up, before and within the body', async () => {
    const silent: Handler = () => undefined;
    const stalled: Handler = (_, response) => void response.writeHead(200).write('some');
    for (const handler of [silent, stalled]) {
      await using server = await serve(handler);
      await expect(attempt(server, await newPath(), { retries: 1, stallTimeout: 400 })).rejects.toThrow(
        'no byte came for 0.4 s (2 attempts)',
      );
      expect(server.requests).toHaveLength(2);
    }
    await expect(
      attemptFrom(silent, { retries: 0, stallTimeout: 50 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: no byte came for 0.05 s
        fix: look at the connection and try again]
    `);
  });

  it('that is slow but alive is not given up', async () => {
    await using server = await serve(async (_, response) => {
      response.setHeader('Content-Length', content.length);
      for (let at = 0; at < content.length; at += 20_000) {
        response.write(content.subarray(at, at + 20_000));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      response.end();
    });
    await download(server.url, await newPath(), { retries: 0, stallTimeout: 200, checksum: sha256(content) });
  });

  it('that is refused is named', async () => {
    const server = await serve(status(200));
    await server[Symbol.asyncDispose]();
    await expect(
      attempt(server, await newPath(), { retries: 1 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: connect ECONNREFUSED server (2 attempts)
        fix: look at the connection and try again]
    `);
  });
});

describe('a file', () => {
  it('with another checksum is refused with both sums, and is not kept', async () => {
    const path = await newPath();
    const other = fileOf(Buffer.from('other'));
    await using server = await serve(other);
    await expect(attempt(server, path, { checksum })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: its sha256 is d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa, expected aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        fix: the server gave another file: try again, or get the file another way]
    `);
    expect(await readdir(join(path, '..'))).toEqual([]);
    expect(server.requests).toHaveLength(1);
    await expect(attemptFrom(other, { checksum: { algorithm: 'md5', hex: '0' } })).rejects.toThrow(
      'its md5 is 795f',
    );
  });

  it('F63: that is too large is refused before it is fetched, or while it comes', async () => {
    await expect(
      attemptFrom(fileOf(Buffer.alloc(3_000_000)), {
        maxBytes: 2_999_999,
        onProgress: () => expect.unreachable(),
      }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin is larger than the 2999999 bytes it may have
        fix: look at the address: it is not the file that is expected]
    `);
    const path = await newPath();
    await using server = await serve((_, response) => {
      response.write(content);
      response.end(content);
    });
    await expect(attempt(server, path, { maxBytes: 150_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(await readdir(join(path, '..'))).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('that cannot be written is an E_IO that says why', async ({ skip }) => {
    skip(!existsSync('/dev/full'), 'this system has no /dev/full to stand for a full disk');
    const path = await newPath();
    await symlink('/dev/full', `${path}.part`);
    await using server = await serve(fileOf(content));
    const refused = attempt(server, path);
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: download: http://server/file.bin: it cannot be written: ENOSPC: no space left on device, write
        fix: make room, or name another folder in the environment variable DESCENT_CACHE_DIR]
    `);
  });

  it('below a path that is no folder is an E_IO', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'text'), '');
    await using server = await serve(fileOf(content));
    await expect(attempt(server, join(folder, 'text', 'file.bin'))).rejects.toMatchObject({ code: 'E_IO' });
  });

  it('whose listener throws is given up with its error', async () => {
    const bug = new Error('a bug of the listener');
    await using server = await serve(fileOf(content));
    const onProgress = () => {
      throw bug;
    };
    await expect(download(server.url, await newPath(), { onProgress })).rejects.toBe(bug);
    expect(server.requests).toHaveLength(1);
  });

  it('whose name a folder has is an E_IO', async () => {
    const path = await newPath();
    await mkdir(path);
    await using server = await serve(fileOf(content));
    await expect(attempt(server, path)).rejects.toMatchObject({ code: 'E_IO' });
  });
});
