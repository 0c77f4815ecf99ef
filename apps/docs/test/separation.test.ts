import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/separation/';
const inDemo = inDemoOf(() => site, path, 'separation');
const byHand = inDemoOf(() => site, path, 'xor-by-hand');

/** Trains until more steps are of no use; gives the share of points on the right side. */
async function train(page: Page): Promise<number> {
  await press(page, 'Train');
  await says(page, /separated|no longer falls/);
  return accuracyIn(page);
}

async function accuracyIn(page: Page): Promise<number> {
  return Number.parseFloat((await page.locator('[data-value=accuracy]').textContent()) ?? '') / 100;
}

describe('a net that separates', () => {
  it('fails on exclusive or with one neuron from any start, and solves it with four hidden ones', () =>
    inDemo(async (page) => {
      await set(page, 'speed', 'fast');
      const found: number[] = [];
      for (const seed of ['1', '2', '3', '4']) {
        await set(page, 'seed', seed);
        await says(page, /^At the start: One neuron/);
        found.push(await train(page));
      }
      expect(Math.max(...found)).toBeLessThanOrEqual(0.8);
      expect(found.reduce((a, b) => a + b) / found.length).toBeLessThanOrEqual(0.65);
      await set(page, 'width', '4');
      await says(page, /^At the start: 1 hidden layer of 4 neurons/);
      expect(await train(page)).toBeGreaterThanOrEqual(0.98);
      expect(await numberIn(page, 'lineCount')).toBe(4);
      expect(await page.locator('.neuron-lines line').count()).toBe(4);
    }));

  it('is one neuron again without a bend, however deep', () =>
    inDemo(
      async (page) => {
        await set(page, 'speed', 'fast');
        expect(await train(page)).toBeLessThanOrEqual(0.65);
        expect(await numberIn(page, 'regionCount')).toBe(1);
        // The boundary of a linear net: its logit is no more than a plane over the inputs.
        await set(page, 'data', 'gauss');
        await says(page, /^At the start/);
        expect(await train(page)).toBeGreaterThanOrEqual(0.98);
      },
      still,
      '#separation?g=linear&width=8&depth=3',
    ));

  it('counts at most as many pieces as lines can make, and turns folded points to both sides of 0', () =>
    inDemo(
      async (page) => {
        await set(page, 'speed', 'fast');
        expect(await train(page)).toBeGreaterThanOrEqual(0.98);
        const pieces = await numberIn(page, 'regionCount');
        expect(pieces).toBeGreaterThan(4);
        expect(pieces).toBeLessThanOrEqual(1 + 4 + 6);
        // Circles end on the right of the upright line, squares on the left: the whole path of each class.
        const sides = await page.locator('svg[aria-label^="Points and grid"]').evaluate((picture) => {
          const middle = Number(picture.querySelector('.edge')?.getAttribute('x1'));
          const starts = (kind: string) =>
            [...(picture.querySelector(kind)?.getAttribute('d') ?? '').matchAll(/M([\d.-]+) /g)].map(
              (match) => Number(match[1]) - middle,
            );
          return { ones: starts('.one'), zeros: starts('.zero-class') };
        });
        const share = (places: number[], side: number) =>
          places.filter((place) => Math.sign(place + 3) === side).length / places.length;
        expect(share(sides.ones, 1)).toBeGreaterThan(0.95);
        expect(share(sides.zeros, -1)).toBeGreaterThan(0.95);
        // On the way back at the inputs the grid is straight again.
        await set(page, 'way', '0');
        await page.waitForFunction(() => {
          const d = document.querySelector('.fold-grid')?.getAttribute('d') ?? '';
          const row = (d.split('M')[1] ?? '').split('L').map((pair) => pair.split(' ')[1]);
          return row.length === 61 && new Set(row).size === 1;
        });
      },
      still,
      '#separation?data=circle&g=relu&width=4&seed=3',
    ));

  it('takes own points by keyboard and click, keeps them in the link, and learns them', () =>
    inDemo(async (page) => {
      await set(page, 'data', 'none');
      await says(page, /Put points/);
      await page.locator('.pen').focus();
      await page.keyboard.press('Enter');
      await set(page, 'brush', '0');
      for (const key of ['Shift+ArrowRight', 'Enter', 'Shift+ArrowRight']) await pressPen(page, key);
      await set(page, 'brush', '1');
      await pressPen(page, 'Enter');
      await page.waitForFunction(
        () => (document.querySelector('.classes .one')?.getAttribute('d')?.match(/M/g)?.length ?? 0) === 2,
      );
      expect(await hashOfLink(page)).toBe('#separation?data=none&own=0_0_1_2_0_0_4_0_1');
      await set(page, 'width', '3');
      await set(page, 'speed', 'fast');
      expect(await train(page)).toBe(1);
      await page
        .locator('.map svg')
        .first()
        .click({ position: { x: 80, y: 80 } });
      await page.waitForFunction(
        () => (document.querySelector('.classes .one')?.getAttribute('d')?.match(/M/g)?.length ?? 0) === 3,
      );
      await press(page, 'Remove my points');
      await says(page, /Put points/);
    }));
});

async function pressPen(page: Page, key: string): Promise<void> {
  await page.locator('.pen').press(key);
}

it('exclusive or can be solved by hand with two lines, and the outputs are those of the formula', () =>
  byHand(async (page) => {
    await says(page, /of 4 are right\. Wrong/);
    const values = { angle1: 45, distance1: 1, angle2: -135, distance2: 1, v1: -1, v2: -1, v0: -1 };
    for (const [name, value] of Object.entries(values)) await set(page, name, String(value));
    await says(page, /All four are right/);
    const r = Math.SQRT1_2;
    const output = (a: number, b: number): number => {
      const h1 = Math.tanh(4 * (r * a + r * b - 1));
      const h2 = Math.tanh(4 * (-r * a - r * b - 1));
      return Math.tanh(4 * (-h1 - h2 - 1));
    };
    const corners = { y1: [-1, -1], y2: [-1, 1], y3: [1, -1], y4: [1, 1] } as const;
    for (const [name, [a, b]] of Object.entries(corners))
      expect(await numberIn(page, name)).toBeCloseTo(output(a, b), 2);
    await page.locator('.handle').first().press('Shift+ArrowLeft');
    await page.waitForFunction(
      () => Number((document.querySelector('[name=angle1]') as HTMLInputElement).value) > 60,
    );
  }));
