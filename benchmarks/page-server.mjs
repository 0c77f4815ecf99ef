import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { bundleForBrowsers } from '../scripts/browser-bundle.mjs';

const here = import.meta.dirname;
const compressed = promisify(gzip);

const types = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** A page with a Worker, and what makes `ask` pass a request to it and wait for the answer. */
const page = `<!doctype html><title>benchmark</title><link rel="icon" href="data:,">
<script type="module">
const worker = new Worker('/worker.js', { type: 'module' });
globalThis.ask = (request) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(request);
});
</script>`;

/** Serves the page, the peers bundled for browsers, and what they fetch by themselves: isolated and compressed. */
export class PageServer {
  #server;
  #files;
  #ready = new Map();
  /** Bytes of all answers so far. */
  sentBytes = 0;

  static async open() {
    const server = new PageServer();
    server.#files = await bundled();
    server.#server = createServer((request, response) => server.#answer(request, response));
    await new Promise((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  url(path) {
    return `http://127.0.0.1:${this.#server.address().port}${path}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer({ url }, response) {
    const body = await this.#body(url);
    this.sentBytes += body?.length ?? 0;
    response.writeHead(body ? 200 : 404, {
      'Content-Type': types[extname(url)] ?? 'text/html',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      ...(body && { 'Content-Encoding': 'gzip', 'Content-Length': body.length }),
    });
    response.end(body);
  }

  async #body(url) {
    if (!this.#ready.has(url)) {
      const text = url === '/' ? page : (this.#files.get(url) ?? (await installed(url)));
      this.#ready.set(url, text && (await compressed(text)));
    }
    return this.#ready.get(url);
  }
}

/** A file of an installed package, at `/modules/<package>/dist/<file>`. */
async function installed(url) {
  const [, path] = /^\/modules\/((?:@?[\w-]+\/)+dist\/[\w.-]+)$/.exec(url) ?? [];
  return path && (await readFile(`${here}/node_modules/${path}`).catch(() => undefined));
}

/** The Worker and the peers, by address. */
async function bundled() {
  const names = ['descent', 'tfjs', 'jax-js', 'onnxruntime-web', 'hand-written'];
  const files = await bundleForBrowsers(here, {
    entryPoints: ['worker.mjs', ...names.map((name) => `peers/${name}.mjs`)],
    // ONNX Runtime starts its threads from its own file, so that file is left as it is.
    alias: { 'onnxruntime-web': '/modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs' },
    external: ['/modules/*', 'webgpu'],
  });
  return new Map(files.map(({ path, contents }) => [`/${path}`, contents]));
}
