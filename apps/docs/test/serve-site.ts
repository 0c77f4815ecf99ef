import { fileURLToPath } from 'node:url';
import { serveBrowser } from '@descent/browser-tests';
import { preview } from 'astro';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built site as it is served, and the browser that looks at it. */
    site: { readonly address: string; readonly browser: string };
  }
}

/** Serves the built site over HTTP and starts a browser, once for all files of tests. */
export default async function serveSite({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [server, browser] = await Promise.all([
    preview({ root, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } }),
    serveBrowser(),
  ]);
  provide('site', { address: `http://127.0.0.1:${server.port}`, browser: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    await server.stop();
  };
}
