import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/** How the browser of the tests starts: `CHROMIUM_PATH`, else Playwright's own. */
export function launchOptions(): LaunchOptions {
  const executablePath = process.env.CHROMIUM_PATH;
  return {
    ...(executablePath && { executablePath }),
    // Chromium's own sandbox does not start for root, as in most containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  };
}

/** Starts the browser that the tests drive. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions());
}
