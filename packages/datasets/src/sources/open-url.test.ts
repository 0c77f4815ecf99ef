import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openUrl } from './open-url.js';
import { openZip } from './open-zip.js';
import { type Handler, rangesOf, serve, status } from './test-server.js';
import { testZip } from './test-zip.js';

const content = randomBytes(100_000);
const quick = { backoff: 1, retries: 2 };

describe('openUrl', () => {
  it('fetches what is asked for, and nothing else', async () => {
    await using server = await serve(rangesOf(content));
    const file = await openUrl(server.url);
    expect(file.size).toBe(content.length);
    expect(Buffer.from(await file.read(500, 700))).toEqual(content.subarray(500, 700));
    expect(Buffer.from(await file.read(99_999, 100_000))).toEqual(content.subarray(99_999));
    expect(await file.read(7, 7)).toHaveLength(0);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([
      'bytes=0-0',
      'bytes=500-699',
      'bytes=99999-99999',
    ]);
  });

  it('knows an empty file', async () => {
    await using server = await serve(rangesOf(Buffer.alloc(0)));
    expect((await openUrl(server.url)).size).toBe(0);
  });

  it('F60: asks again after failures that pass', async () => {
    await using server = await serve(
      status(503),
      rangesOf(content),
      status(429, { 'Retry-After': '0' }),
      cutPart,
      rangesOf(content),
    );
    const file = await openUrl(server.url, quick);
    expect(Buffer.from(await file.read(0, 5000))).toEqual(content.subarray(0, 5000));
    expect(server.requests).toHaveLength(5);
  });

  it('F60: says what the server refuses', async () => {
    await using server = await serve(status(404));
    await expect(openUrl(server.url, quick)).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    expect(server.requests).toHaveLength(1);
  });

  it('F57: refuses a server that ignores ranges, without fetching the whole', async () => {
    let sent = 0;
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 1e9 });
      const more = (): void => {
        sent += 100_000;
        if (!response.destroyed) response.write(content, more);
      };
      more();
    });
    const refused = openUrl(server.url);
    await expect(refused).rejects.toMatchObject({ name: 'DataError', code: 'E_UNSUPPORTED' });
    expect(sent).toBeLessThan(5e8);
  });

  it('F57: refuses another range than was asked for', async () => {
    const wrong: Handler = (_, response) =>
      void response.writeHead(206, { 'Content-Range': 'bytes 1-1/100000' }).end('x');
    await using server = await serve(wrong);
    await expect(openUrl(server.url, quick)).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  });

  it('F58: refuses a file that has changed meanwhile', async () => {
    await using server = await serve(
      rangesOf(content),
      rangesOf(content, '"two"'),
      rangesOf(Buffer.alloc(5)),
    );
    const file = await openUrl(server.url, quick);
    await expect(file.read(0, 2)).rejects.toThrow('has changed since it was opened');
    await expect(file.read(0, 2)).rejects.toMatchObject({ code: 'E_IO' });
  });

  it('F63: takes no more bytes than were asked for', async () => {
    const more: Handler = (_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 0-0/100000' });
      response.end(content);
    };
    await using server = await serve(more);
    await expect(openUrl(server.url, quick)).rejects.toThrow(
      'more bytes came than were asked for (3 attempts)',
    );
  });

  it('F62: gives up where no byte comes', async () => {
    await using server = await serve(() => undefined);
    await expect(openUrl(server.url, { ...quick, stallTimeout: 100 })).rejects.toThrow(
      'no byte came for 0.1 s',
    );
  });

  it('is stopped by its own signal, and that of a read', async () => {
    const reason = new Error('enough');
    await using server = await serve(rangesOf(content), () => undefined);
    const own = new AbortController();
    const file = await openUrl(server.url, { signal: own.signal });
    const one = new AbortController();
    const reading = file.read(0, 9, one.signal);
    one.abort(reason);
    await expect(reading).rejects.toBe(reason);
    const other = file.read(0, 9);
    own.abort(reason);
    await expect(other).rejects.toBe(reason);
  });

  it('F61: does not give a token to another host', async () => {
    await using other = await serve(rangesOf(content));
    await using server = await serve(status(302, { Location: other.url.href }));
    const file = await openUrl(server.url, { token: 'secret' });
    await file.read(0, 2);
    expect(server.requests.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });
});

it('a zip archive on a server is read by a few small requests', async () => {
  const zip = testZip(
    Array.from({ length: 200 }, (_, i) => ({ name: `${i}.jpg`, content: randomBytes(9000), method: 0 })),
  );
  await using server = await serve(rangesOf(zip));
  const source = await openZip(await openUrl(server.url));
  expect(source.files).toHaveLength(200);
  const opening = server.requests.length;
  expect(opening).toBeLessThanOrEqual(3);
  expect(await source.read('7.jpg')).toHaveLength(9000);
  expect(server.requests.length - opening).toBe(1);
});

/** Announces a part and breaks off within it. */
const cutPart: Handler = (_, response) => {
  response.writeHead(206, { 'Content-Range': 'bytes 0-4999/100000', 'Content-Length': 5000, ETag: '"one"' });
  response.write(content.subarray(0, 100), () => response.destroy());
};
