import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What is not a violation, by rule. WCAG 2.5.3 asks that a name contains the text that is seen, and excepts symbols and
 * formulas: the units of a graph show `a₃ 0.634` and are called `hidden unit 3, a = 0.634`.
 */
const exceptions: Readonly<Record<string, string>> = {
  'label-content-name-mismatch': '.graph [role=button]',
};

/** What axe-core finds wrong with a page: the rule, and where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (exceptions) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const found = (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
      ({ id, nodes }) => {
        const excepted = exceptions[id];
        const isMeant = ({ target }: { target: string[] }): boolean =>
          excepted === undefined || !document.querySelector(target.join(' '))?.matches(excepted);
        return { id, nodes: nodes.filter(isMeant) };
      },
    );
    return found
      .filter(({ nodes }) => nodes.length > 0)
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 120)}`)
            .join(' | ')}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ''}`,
      );
  }, exceptions);
}

/** The part of axe-core that is used, inside a page. */
interface Axe {
  run(
    context: Document,
    options: { resultTypes: string[] },
  ): Promise<{ violations: { id: string; nodes: { target: string[]; html: string }[] }[] }>;
}
