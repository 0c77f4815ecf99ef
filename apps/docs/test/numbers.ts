import type { Page } from 'playwright-core';

/** Waits until a number on the page is about what it should be. */
export async function becomes(page: Page, name: string, value: number, digits = 3): Promise<void> {
  await page.waitForFunction(
    ([key, wanted, within]) => {
      const text = document.querySelector(`[data-value=${key}]`)?.textContent ?? '';
      return text !== '' && Math.abs(Number(text.replaceAll('−', '-')) - wanted) <= within;
    },
    [name, value, 10 ** -digits] as const,
  );
}
