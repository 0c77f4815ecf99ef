import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inDemo as inDemoOf, press, says, set } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inPlayground = inDemoOf(() => site, '/playground/', 'playground');
const still = { reducedMotion: 'reduce', viewport: { width: 1280, height: 1000 } } as const;

const textOf = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-value=${name}]`).textContent()) ?? '';

/** Waits until a number on the page is another one. */
const changes = (page: Page, name: string, from: string): Promise<unknown> =>
  page.waitForFunction(([key, text]) => document.querySelector(`[data-value=${key}]`)?.textContent !== text, [
    name,
    from,
  ] as const);

/** The curve, as the reader saves it. */
async function curve(page: Page): Promise<number[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save the curves')]);
  const lines = (await text(await download.createReadStream())).trim().split('\n');
  return lines.slice(1).map((line) => line.split(',').map(Number));
}

async function step(page: Page, epoch: number): Promise<void> {
  await press(page, 'Step');
  await page
    .locator('[data-value=epoch]')
    .filter({ hasText: String(epoch).padStart(3, '0') })
    .waitFor();
}

describe('the playground', () => {
  it('learns the spiral', () =>
    inPlayground(
      async (page) => {
        await press(page, 'Train');
        await page.waitForFunction(
          () => Number.parseFloat(document.querySelector('[data-value=testScore]')?.textContent ?? '') >= 95,
          undefined,
          { timeout: 55_000 },
        );
        await press(page, 'Pause');
        await says(page, /updates per second/);
      },
      still,
      '#dataset=spiral&networkShape=8,8&sinX=true&sinY=true&loss=squared&speed=fast',
    ));

  it('opens links of TensorFlow Playground, with what they hide', () =>
    inPlayground(
      async (page) => {
        for (const [name, value] of [
          ['activation', 'relu'],
          ['regularization', 'L2'],
          ['regularizationRate', '0.003'],
          ['learningRate', '0.1'],
          ['problem', 'regression'],
          ['batchSize', '17'],
          ['noise', '25'],
          ['percTrainData', '70'],
        ] as const) {
          expect(await page.locator(`[name=${name}]`).inputValue(), name).toBe(value);
        }
        expect(await page.locator('[name=discretize]').isChecked()).toBe(true);
        expect(await page.locator('[name=showTestData]').isChecked()).toBe(true);
        // 6 inputs, as one is hidden, 14 neurons and the output.
        expect(await page.locator('.unit').count()).toBe(6 + 14 + 1);
        for (const name of ['playButton', 'percTrainData']) {
          expect(await page.locator(`[data-ui=${name}]`).isVisible(), name).toBe(false);
        }
        expect(await page.locator('.article').isVisible()).toBe(false);
        // Hiding the ratio hides nothing else.
        await page.locator('[data-value=testLoss]').filter({ hasText: /\d/ }).waitFor();
        // The page writes the same link.
        await press(page, 'Copy link');
        await says(page, /link|address/);
        expect(new URL(page.url()).hash.split('&').sort().join('&').replace('#', '')).toContain(
          'ySquared=true',
        );
        expect(new URL(page.url()).hash).toContain('networkShape=6,5,3');
        expect(new URL(page.url()).hash).toContain('playButton_hide=true');
      },
      still,
      '#activation=relu&regularization=L2&batchSize=17&dataset=spiral&regDataset=reg-gauss&learningRate=0.1&regularizationRate=0.003&noise=25&networkShape=6,5,3&seed=0.52431&showTestData=true&discretize=true&percTrainData=70&x=false&y=true&xTimesY=true&xSquared=true&ySquared=true&cosX=true&sinX=true&cosY=true&sinY=true&collectStats=true&tutorial=&problem=regression&initZero=false&hideText=true&playButton_hide=true&percTrainData_hide=true&x_hide=true',
    ));

  it('has none of the defects: the curve counts epochs, an edit is seen at once, up is up', () =>
    inPlayground(
      async (page) => {
        await step(page, 1);
        await step(page, 2);
        await page.locator('[name=discretize]').check();
        await page.locator('[name=discretize]').uncheck();
        await page.setViewportSize({ width: 1100, height: 900 });
        // By keyboard: to the output, its numbers, another weight.
        await page.locator('.unit').first().focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowDown');
        expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
          /^Hidden layer 1, neuron 2, bias/,
        );
        await page.keyboard.press('Enter');
        const loss = await textOf(page, 'trainLoss');
        await page.getByLabel('from X₁', { exact: true }).fill('4');
        await changes(page, 'trainLoss', loss);
        expect((await curve(page)).map(([epoch]) => epoch)).toEqual([0, 1, 2]);
        // The cloud of class 1 is at the upper right of the thumbnail, as on the map.
        const blue = await page.locator('[data-set=gauss] canvas').evaluate((canvas) => {
          const context = (canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
          const { data } = context.getImageData(50, 0, 50, 50);
          return data.filter((_, i) => i % 4 === 3).some((alpha) => alpha > 0);
        });
        expect(blue).toBe(true);
      },
      still,
      '#dataset=gauss&loss=squared',
    ));

  it('is never blank: it says what ran away, and goes back', () =>
    inPlayground(
      async (page) => {
        await press(page, 'Train');
        const alarm = page.getByRole('alert');
        await alarm.filter({ hasText: /Training ran away in epoch \d+, batch \d+/ }).waitFor();
        expect(await textOf(page, 'trainLoss')).toMatch(/^\d/);
        await page.locator('[data-action=recover]').click();
        await alarm.waitFor({ state: 'hidden' });
        expect(await page.locator('[name=learningRate]').inputValue()).toBe('3.3');
        expect(await page.locator('[data-action=step]').isEnabled()).toBe(true);
      },
      still,
      '#activation=relu&learningRate=10&regularization=L2&regularizationRate=10&loss=squared',
    ));

  it('restores a trained net from a link, and repeats a run after a reset', () =>
    inPlayground(
      async (page) => {
        for (let i = 1; i <= 3; i++) await step(page, i);
        const [, first] = await curve(page);
        await press(page, 'Copy link with weights');
        await says(page, /weights/);
        const trained = await textOf(page, 'trainLoss');
        const link = page.url();
        await site.visit(new URL(link).pathname + new URL(link).hash, async (other) => {
          await other.locator('[data-value=trainLoss]').filter({ hasText: trained }).waitFor();
          expect(await textOf(other, 'epoch')).toBe('000,000');
        });
        await press(page, 'New weights');
        await press(page, 'Default settings');
        await page.locator('[data-set=xor]').click();
        await set(page, 'learningRate', '0.1');
        await press(page, 'Reset');
        await page.locator('[data-value=epoch]').filter({ hasText: '000,000' }).waitFor();
        await step(page, 1);
        const [, again] = await curve(page);
        await press(page, 'Reset');
        await page.locator('[data-value=epoch]').filter({ hasText: '000,000' }).waitFor();
        await step(page, 1);
        expect((await curve(page))[1]).toEqual(again);
        expect(first).not.toEqual(again);
      },
      still,
      '#dataset=xor&learningRate=0.3&loss=log',
    ));

  inFull('tells a value under the pointer while it trains, takes own points, and marks changes', () =>
    inPlayground(
      async (page) => {
        await page.locator('.own summary').click();
        await set(page, 'pen', 'one');
        const map = page.locator('.output-map svg');
        await map.scrollIntoViewIfNeeded();
        await map.click({ position: { x: 110, y: 90 } });
        await set(page, 'pen', 'other');
        await map.click({ position: { x: 190, y: 190 } });
        await map.click({ position: { x: 200, y: 120 } });
        await page.waitForFunction(
          () => /points=\w+/.test(location.hash) && location.hash.includes('dataset=own'),
        );
        await set(page, 'pen', 'none');
        await page
          .getByLabel('A table: two numbers and a class in each line')
          .fill('1,1,1\n2,2,1\n-1,-1,0\n-2,-2,0');
        await press(page, 'Take the table');
        await step(page, 1);
        // A number under the pointer goes on changing.
        const from = await page.locator('.unit').first().boundingBox();
        if (!from) throw new Error('the network is not to be seen');
        await page.mouse.move(from.x + from.width + 12, from.y + from.height / 2);
        const card = page.locator('.hover-card');
        await card.filter({ hasText: /Weight is/ }).waitFor();
        const told = await card.textContent();
        await page.keyboard.press('Escape');
        await page.locator('[data-action=play]').evaluate((button) => (button as HTMLButtonElement).click());
        await page.waitForFunction(
          (text) => document.querySelector('.hover-card')?.textContent !== text,
          told,
        );
        await press(page, 'Pause');
      },
      still,
      '#learningRate=0.3&loss=log&speed=fast',
    ),
  );

  inFull('fits a phone, with the deepest net', () =>
    inPlayground(
      async (page) => {
        await page.locator('.unit').last().tap();
        await page.locator('.inspector').waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      },
      { reducedMotion: 'reduce', viewport: { width: 360, height: 740 }, hasTouch: true },
      '#networkShape=8,8,8,8,8,8',
    ),
  );
});
