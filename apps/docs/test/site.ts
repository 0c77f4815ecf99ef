import { connectBrowser } from '@descent/browser-tests';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject } from 'vitest';

/** The built site, served over HTTP, and a browser to look at it: those of `serve-site.ts`. */
export class Site {
  readonly #browser: Browser;
  readonly #address = inject('site').address;
  /** By what they were made with: one that has seen a page before need not load and compile its scripts again. */
  readonly #contexts = new Map<string, Promise<BrowserContext>>();

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Site> {
    return new Site(await connectBrowser(inject('site').browser));
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
    const page = await (await this.#contextOf(options)).newPage();
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
      await page.goto(`${this.#address}${path}`);
      await look(page);
      expect(problems.filter((problem) => !allowed?.test(problem))).toEqual([]);
    } finally {
      await page.close();
    }
  }

  #contextOf(options: BrowserContextOptions): Promise<BrowserContext> {
    const key = JSON.stringify(options);
    const context = this.#contexts.get(key) ?? this.#browser.newContext(options);
    this.#contexts.set(key, context);
    return context;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
