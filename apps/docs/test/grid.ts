import type { Page } from 'playwright-core';

/** The numbers of a grid by its name, row by row. */
export function gridNumbers(page: Page, name: string): Promise<number[][]> {
  return page
    .locator(`[data-grid=${name}] [role=row]`)
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('[role=gridcell]')].map((cell) =>
          Number((cell.querySelector('input')?.value ?? cell.textContent ?? '').replace('−', '-')),
        ),
      ),
    );
}

/** Its rows and columns. */
export async function gridSize(page: Page, name: string): Promise<readonly [number, number]> {
  const numbers = await gridNumbers(page, name);
  return [numbers.length, numbers[0]?.length ?? 0];
}
