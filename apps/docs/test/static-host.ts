import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.xml': 'application/xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What workers begin with: they see four processors, whatever the machine has. */
const fourProcessors = "Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 4 });";

/** The plainest host there is: files below a folder of the address, and no header but the type. */
export async function staticHost(folder: string, base = '/'): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
    const file =
      path === undefined
        ? undefined
        : join(folder, path.endsWith('/') || path === '' ? `${path}index.html` : path);
    if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    if (/\/worker-[^/]*\.js$/.test(file)) response.write(fourProcessors);
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, server };
}
