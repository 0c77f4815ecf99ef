import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { still } from './demo.js';
import type { Site } from './site.js';

/** The address of the page of live code with this code in it. */
export const linkTo = (code: string): string =>
  `/live/#code=${deflateRawSync(Buffer.from(code)).toString('base64url')}`;

/** A worker whose frame is taken away is reported as a request that failed. */
export const frameGone = /^blob:null/;

/** Opens the page of live code, and runs code that came with a link. */
export function running(
  site: Site,
  code: string,
  look: (page: Page) => Promise<void>,
  allowed = frameGone,
): Promise<void> {
  return site.visit(
    '/live/',
    async (page) => {
      await run(page, code);
      await look(page);
    },
    still,
    allowed,
  );
}

/** Runs code that comes with a link, as a reader would, until it is done or has failed. */
export async function run(page: Page, code: string): Promise<void> {
  await page.locator('.cm-content').waitFor();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    linkTo(code).replace('/live/', ''),
  );
  await page.getByRole('status').filter({ hasText: 'came with the link' }).waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await ended(page);
}

/** Waits until a run is done or has failed. */
export async function ended(page: Page): Promise<void> {
  await page
    .locator('.live-code .status')
    .filter({ hasText: /^Done|^Stopped|Error: |Thrown: / })
    .waitFor();
}

/** What was printed, as lines; rows of tables with bars between the cells. */
export function printedIn(page: Page): Promise<string[]> {
  return page
    .locator('.printed')
    .evaluate((root) =>
      [...root.querySelectorAll('.line, tr')].flatMap((line) =>
        line.tagName === 'TR'
          ? [...line.children].map((cell) => cell.textContent).join(' | ')
          : (line.textContent ?? '').split('\n'),
      ),
    );
}

/** What Node prints of tables, in the form of {@link printedIn}. */
export function rowsOfNode(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !/^[┌├└]/.test(line))
    .map((line) =>
      line.startsWith('│')
        ? line
            .split('│')
            .slice(1, -1)
            .map((cell) => cell.trim())
            .join(' | ')
        : line,
    );
}
