import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server on this machine; disposing it closes it and every connection. */
export interface TestServer extends AsyncDisposable {
  readonly url: URL;
  /** The requests that have come, in order. */
  readonly requests: IncomingMessage[];
}

/** Serves the n-th request by the n-th handler, and all later ones by the last. */
export async function serve(...handlers: Handler[]): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void handlers[Math.min(requests.length, handlers.length) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/file.bin`),
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As file servers do: byte ranges, If-Range, 416. */
export function fileOf(content: Buffer, etag = '"one"'): Handler {
  return ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? Number.NaN);
    const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
    response.setHeader('ETag', etag);
    if (Number.isNaN(from) || !isSame) {
      response.writeHead(200, { 'Content-Length': content.length }).end(content);
    } else if (from >= content.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
    } else {
      response.writeHead(206, {
        'Content-Length': content.length - from,
        'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}`,
      });
      response.end(content.subarray(from));
    }
  };
}

/** Promises all of `content`, sends its first `size` bytes, and breaks the connection when `received` has come. */
export function cut(content: Buffer, size: number, received: Promise<unknown>, etag = '"one"'): Handler {
  return async (_, response) => {
    response.writeHead(200, { 'Content-Length': content.length, ...(etag && { ETag: etag }) });
    response.flushHeaders();
    response.write(content.subarray(0, size));
    await received;
    response.destroy();
  };
}

/** Answers with a status and a text. */
export function status(code: number, headers: Record<string, string> = {}, text = ''): Handler {
  return (_, response) => void response.writeHead(code, headers).end(text);
}

/** As file servers do: parts with both ends. */
export function rangesOf(content: Buffer, etag = '"one"'): Handler {
  return ({ headers }, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const [start, end] = [Number(from), Math.min(Number(to) + 1, content.length)];
    response.setHeader('ETag', etag);
    if (from === undefined) response.writeHead(200, { 'Content-Length': content.length }).end(content);
    else if (start >= content.length)
      response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
    else {
      const range = `bytes ${start}-${end - 1}/${content.length}`;
      response.writeHead(206, { 'Content-Range': range, 'Content-Length': end - start });
      response.end(content.subarray(start, end));
    }
  };
}
