import { afterAll, beforeAll, expect, it } from 'vitest';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

it.each([
  ['backpropagation', /\/learn\/backpropagation\//],
  ['leakyRelu', /\/reference\//],
  ['service worker', /\/guides\/deploying\//],
])('the search finds %s', (words, address) =>
  site.visit('/start/install/', async (page) => {
    await page.getByRole('button', { name: /^Search/ }).click();
    await page.getByRole('textbox', { name: /search/i }).fill(words);
    const found = page.locator('.pagefind-ui__result-link');
    await found.first().waitFor();
    const links = await found.evaluateAll((anchors) =>
      anchors.map((anchor) => (anchor as HTMLAnchorElement).href),
    );
    expect(
      links.some((link) => address.test(link)),
      links.join('\n'),
    ).toBe(true);
  }),
);
