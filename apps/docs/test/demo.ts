import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Site } from './site.js';

/** Nothing moves before the test says so. */
export const still = { reducedMotion: 'reduce' } as const;

/**
 * Looks at one demo of a page once it can train. The others are taken off the page, so that names mean this one.
 * @param name - the folder of the demo
 */
export function inDemo(
  site: () => Site,
  path: string,
  name: string,
): (look: (page: Page) => Promise<void>, options?: BrowserContextOptions, hash?: string) => Promise<void> {
  return (look, options = still, hash = '') =>
    site().visit(
      `${path}${hash}`,
      async (page) => {
        await page.locator('[data-demo]').evaluateAll((demos, wanted) => {
          for (const demo of demos) if ((demo as HTMLElement).dataset.demo !== wanted) demo.remove();
        }, name);
        await page.locator('[data-demo]').scrollIntoViewIfNeeded();
        await page.waitForFunction(
          () => document.querySelector<HTMLButtonElement>('[data-action=reset]')?.disabled === false,
        );
        await look(page);
      },
      options,
    );
}

/** Presses a button by its text. */
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** Ends a run, unless it has ended by itself meanwhile. */
export async function pause(page: Page): Promise<void> {
  await page.locator('[data-action=play]').evaluate((button) => {
    if (button.textContent === 'Pause') (button as HTMLButtonElement).click();
  });
  await page.locator('[data-action=play]', { hasText: 'Train' }).waitFor();
}

/** Changes a slider or a list as a reader would. */
export async function set(page: Page, name: string, value: string): Promise<void> {
  const control = page.locator(`[name=${name}]`);
  const isList = (await control.evaluate((element) => element.tagName)) === 'SELECT';
  await (isList ? control.selectOption(value) : control.fill(value));
}

/** One of the numbers under the figures. */
export async function numberIn(page: Page, name: string): Promise<number> {
  const text = (await page.locator(`[data-value=${name}]:not(:empty)`).textContent()) ?? '';
  return Number(text.replace('−', '-'));
}

/** What the demo says. */
export async function status(page: Page): Promise<string> {
  return (await page.getByRole('status').textContent()) ?? '';
}

/** Waits until the demo says something. */
export async function says(page: Page, text: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

/** What the demo's link has of it, once the button has made it. */
export async function hashOfLink(page: Page): Promise<string> {
  await press(page, 'Copy link');
  await says(page, /link|address/);
  return new URL(page.url()).hash;
}
