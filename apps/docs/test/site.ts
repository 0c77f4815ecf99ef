import { fileURLToPath } from 'node:url';
import { openBrowser } from '@descent/browser-tests';
import { preview } from 'astro';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The built site, served over HTTP, and a browser to look at it. */
export class Site {
  readonly #browser: Browser;
  readonly #server: Awaited<ReturnType<typeof preview>>;

  private constructor(browser: Browser, server: Awaited<ReturnType<typeof preview>>) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(): Promise<Site> {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const server = await preview({ root, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
    return new Site(await openBrowser(), server);
  }

  /**
   * Opens a page, hands it over, and afterwards expects no error in its console and no failed request, but for those that
   * `allowed` matches.
   */
  async visit(
    path: string,
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
    allowed?: RegExp,
  ): Promise<void> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('requestfailed', (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
    });
    try {
      await page.goto(`http://127.0.0.1:${this.#server.port}${path}`);
      await look(page);
      expect(problems.filter((problem) => !allowed?.test(problem))).toEqual([]);
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }
}
