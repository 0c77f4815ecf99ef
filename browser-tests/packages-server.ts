import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/** What makes a page cross-origin isolated. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What a package has for itself: the files that browsers read, by name. */
interface Manifest {
  readonly imports?: Readonly<Record<string, { readonly browser: { readonly default: string } }>>;
}

/** Serves the built packages at `/<package>/index.js`, and pages and scripts of a test, as a host would. */
export class PackagesServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param files - text by path; what ends in .js is a module
   * @param isIsolated - whether pages are cross-origin isolated
   */
  static async open(files: Readonly<Record<string, string>>, isIsolated: boolean): Promise<PackagesServer> {
    const server = createServer(async ({ url = '/' }, response) => {
      const text = files[url] ?? (await built(url));
      response.writeHead(text === undefined ? 404 : 200, {
        'Content-Type': url.endsWith('.js') ? 'text/javascript' : 'text/html',
        // A page in a sandbox has no origin of its own.
        'Access-Control-Allow-Origin': '*',
        ...(isIsolated && isolation),
      });
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PackagesServer(server);
  }

  /** Address of a path. */
  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** A file of a built package, in which the names of packages, and those that a package has for itself, are addresses. */
async function built(url: string): Promise<string | undefined> {
  const [, name, file] = /^\/([a-z-]+)\/((?:[\w-]+\/)*[\w.-]+\.js)$/.exec(url) ?? [];
  if (!name || !file) return undefined;
  const read = (path: string): Promise<string> => readFile(join(packages, name, path), 'utf8');
  const [text, { imports = {} }] = await Promise.all([
    read(`dist/${file}`),
    read('package.json').then((json) => JSON.parse(json) as Manifest),
  ]);
  return text
    .replaceAll(/(['"])@descent\/([a-z-]+)\1/g, '$1/$2/index.js$1')
    .replaceAll(/(['"])(#[a-z-]+)\1/g, (_all, quote: string, own: string) => {
      return `${quote}${imports[own]?.browser.default.replace('./dist', `/${name}`)}${quote}`;
    });
}
