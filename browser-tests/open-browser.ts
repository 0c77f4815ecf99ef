import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

/** How a browser of the tests starts: `CHROMIUM_PATH`, else Playwright's own. */
export function launchOptions(executablePath = process.env.CHROMIUM_PATH): LaunchOptions {
  return {
    ...(executablePath && { executablePath }),
    // Chromium's own sandbox does not start for root, as in most containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  };
}

/** For tests that want no window, `HEADLESS_SHELL_PATH` where it is set. */
const withoutWindow = () => launchOptions(process.env.HEADLESS_SHELL_PATH);

/** Starts the browser that tests drive. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(withoutWindow());
}

/** Starts a browser that several processes drive, each connected to its address. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer(withoutWindow());
}

/** Connects to a browser of {@link serveBrowser}. Closing it ends what was opened by this connection alone. */
export function connectBrowser(address: string): Promise<Browser> {
  return chromium.connect(address);
}
