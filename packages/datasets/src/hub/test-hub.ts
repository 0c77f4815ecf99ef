import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Handler, rangesOf } from '../sources/test-server.js';

/** The commit that all branches of a {@link testHub} are at. */
export const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';

/** What a hub for tests has. */
export interface TestHub {
  /** Contents by path, for each branch. */
  readonly branches: Readonly<Record<string, Readonly<Record<string, Buffer>>>>;
  /** Entries of a list that come at once. Default: all. */
  readonly pageSize?: number;
  /** Another server that has the contents, as the Hub keeps its large files. */
  readonly store?: URL;
}

/** Answers as the Hub does for the data set `owner/pets`. */
export function testHub({ branches, pageSize = 1000, store }: TestHub): Handler {
  const shas = Object.keys(branches).map((name, i) => [name, `${commit.slice(0, -1)}${i}`] as const);
  const filesAt = (sha: string | undefined) =>
    branches[shas.find(([name, own]) => own === sha || name === sha)?.[0] ?? ''];
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://hub');
    const branch = /^\/api\/datasets\/owner\/pets\/revision\/(.+)$/.exec(pathname)?.[1];
    const sha = shas.find(([name, own]) => [name, own].includes(decodeURIComponent(branch ?? '')))?.[1];
    if (branch) return json(response, sha ? { sha, id: 'owner/pets' } : undefined);
    const list = filesAt(/^\/api\/datasets\/owner\/pets\/tree\/(\w+)$/.exec(pathname)?.[1]);
    if (list)
      return sendList(
        request,
        response,
        Object.entries(list),
        Number(searchParams.get('cursor') ?? 0),
        pageSize,
      );
    const [, at, path] = /^\/datasets\/owner\/pets\/resolve\/(\w+)\/(.+)$/.exec(pathname) ?? [];
    const content = filesAt(at)?.[decodeURIComponent(path ?? '')];
    if (!content) return void response.writeHead(404).end('Entry not found');
    if (!store) return rangesOf(content)(request, response);
    const place = new URL(`/${at}/${path}?signature=secret`, store);
    return void response.writeHead(302, { Location: place.href }).end();
  };
}

function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(value === undefined ? 401 : 200, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value ?? { error: 'Invalid username or password.' }));
}

function sendList(
  { headers }: IncomingMessage,
  response: ServerResponse,
  files: readonly (readonly [string, Buffer])[],
  start: number,
  pageSize: number,
): void {
  const some = files
    .slice(start, start + pageSize)
    .map(([path, { length: size }]) => ({ type: 'file', path, size }));
  const isLast = start + pageSize >= files.length;
  const next = `<http://${headers.host}/api/datasets/owner/pets/tree/${commit.slice(0, -1)}0?cursor=${start + pageSize}>; rel="next"`;
  json(response, [{ type: 'directory', path: 'data' }, ...some], isLast ? {} : { Link: next });
}
