import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

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

/** Starts a browser that several processes drive, each connected to its address. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer(launchOptions());
}

/** Connects to a browser of {@link serveBrowser}. Closing it ends what was opened by this connection alone. */
export function connectBrowser(address: string): Promise<Browser> {
  return chromium.connect(address);
}
