import { chromium } from 'playwright-core';
import { PageServer } from './page-server.mjs';
import { PeerPage } from './peer-page.mjs';

let opened;

/** Starts a peer in Chromium: `CHROMIUM_PATH`, else Playwright's own. */
export async function startInChromium(module, options) {
  opened ??= open();
  return PeerPage.start(await opened, module, options);
}

/** Its version; undefined where nothing was started in it. */
export async function chromiumVersion() {
  return (await opened)?.browser.version();
}

/** Closes what was opened. */
export async function closeChromium() {
  if (!opened) return;
  const { browser, server } = await opened;
  await browser.close();
  server.close();
}

async function open() {
  const executablePath = process.env.CHROMIUM_PATH;
  const server = await PageServer.open();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    // Chromium's own sandbox does not start for root, as in most containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return { browser, server };
}
