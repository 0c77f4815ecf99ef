import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashOfLink, inDemo as inDemoOf, numberIn, pause, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { becomes } from './numbers.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/feature-maps/';
const inMaps = inDemoOf(() => site, path, 'feature-maps');
const inStack = inDemoOf(() => site, path, 'stacking');
/** Training takes its time where others work too. */
const patience = 120_000;

/** The layers of the net that give maps: windows, strides, and how many maps. */
const layers = [
  { name: 'conv2d', k: 3, s: 1, count: 16 },
  { name: 'maxPool2d', k: 2, s: 2, count: 16 },
  { name: 'conv2d_1', k: 3, s: 1, count: 32 },
  { name: 'maxPool2d_1', k: 2, s: 2, count: 32 },
] as const;

/** r_l = r_(l−1) + (k_l − 1) j_(l−1), j_l = j_(l−1) s_l, from one layer up to another, and how many units there are. */
function field(from: number, to: number): { r: number; j: number; units: number } {
  let [r, j, units] = [1, 1, 28];
  layers.slice(0, to + 1).forEach(({ k, s }, i) => {
    units = Math.floor((units - k) / s) + 1;
    if (i < from) return;
    r += (k - 1) * j;
    j *= s;
  });
  return { r, j, units };
}

const caption = async (page: Page): Promise<string> =>
  (await page.locator('[data-value=unit]:not(:empty)').textContent()) ?? '';
/** What the caption says of the unit that is looked at. */
async function unit(page: Page) {
  const found = (await caption(page)).match(
    /^(\S+), map (\d+), row (\d+), column (\d+): (\S+)\. It sees rows (\d+) to (\d+) and columns (\d+) to (\d+): (\d+) × (\d+)/,
  );
  const [layer = '', ...texts] = (found ?? []).slice(1);
  const numbers = texts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [map, row, column, value, top, bottom, left, right, height] = numbers;
  return { layer, map, row, column, value, top, bottom, left, right, height, width: Number(texts[9]) };
}

/** Frames of a kind: [x, y, width, height] of each. */
const frames = (page: Page, name: string, kind: string): Promise<number[][]> =>
  page
    .locator(`[data-marked=${name}] .${kind}`)
    .evaluateAll((marks) =>
      marks.map((mark) => ['x', 'y', 'width', 'height'].map((each) => Number(mark.getAttribute(each)))),
    );

/** The pixels of a canvas, one of red, green, blue and alpha of each. */
const canvasOf = (page: Page, name: string, part: 0 | 3): Promise<number[]> =>
  page.locator(name).evaluate((canvas, which) => {
    const { width, height } = canvas as HTMLCanvasElement;
    // Read from a copy: canvases that are read often are kept elsewhere.
    const copy = Object.assign(document.createElement('canvas'), { width, height });
    const context = copy.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    context.drawImage(canvas as HTMLCanvasElement, 0, 0);
    return [...context.getImageData(0, 0, width, height).data].filter((_, i) => i % 4 === which);
  }, part);
const inPage = {
  pad: (page: Page) => canvasOf(page, '.pad', 0),
  picture: (page: Page) => canvasOf(page, '[data-marked=picture] canvas', 0),
  map: (page: Page) => canvasOf(page, '[data-marked=map] canvas', 3),
  filter: (page: Page) => canvasOf(page, '[data-marked=filter] canvas', 3),
  influence: (page: Page) => canvasOf(page, '[data-marked=influence] canvas', 3),
};
const until = (claim: () => Promise<void>): Promise<void> =>
  vi.waitFor(claim, { timeout: 30_000, interval: 100 });

/** Opens a picture of 28 × 28 greys as a file. */
async function openPicture(page: Page, greys: readonly number[]): Promise<void> {
  const url = await page.evaluate((values) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 28;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(28, 28);
    values.forEach((value, i) => {
      image.data.set([value, value, value, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
    return canvas.toDataURL('image/png');
  }, greys);
  const buffer = Buffer.from(url.split(',')[1] as string, 'base64');
  await page.locator('input[type=file]').setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer });
  await until(async () => {
    const seen = await inPage.picture(page);
    expect(greys.every((value, i) => Math.abs(value - (seen[i] as number)) <= 1)).toBe(true);
  });
}

describe('feature maps', () => {
  it('says of each layer and frames what a unit sees, of the picture and of the maps between', () =>
    inMaps(async (page) => {
      const rows = await page.locator('[data-table=receptive-fields] tbody tr').allInnerTexts();
      for (const [i, { name, count }] of layers.entries()) {
        const { r, j, units } = field(0, i);
        expect(await page.locator('[data-value=head]').nth(i).textContent()).toBe(
          `${name}: ${count} maps of ${units} × ${units}. A unit sees ${r} × ${r} pixels; its neighbour begins ${j} on.`,
        );
        expect(rows[i]?.split(/\s*\t\s*/)).toEqual([name, `${units} × ${units}`, `${r} × ${r}`, `${j} on`]);
        await page.locator(`[data-marked=maps-${i}]`).focus();
        await page.keyboard.press('ArrowRight');
        await page.locator('[data-marked=map]').focus();
        for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
        const at = await unit(page);
        const middle = Math.floor(units / 2);
        const [row, column] = [middle - 1, Math.min(units - 1, middle + 2)];
        expect(at).toMatchObject({ layer: name, row: row + 1, column: column + 1, height: r, width: r });
        expect([at.top, at.bottom]).toEqual([row * j + 1, row * j + r]);
        expect([at.left, at.right]).toEqual([column * j + 1, column * j + r]);
        expect(await frames(page, 'picture', 'seen')).toEqual([[column * j, row * j, r, r]]);
        expect(await frames(page, `maps-${i}`, 'unit')).toHaveLength(1);
        for (let before = 0; before < i; before++) {
          const own = field(before + 1, i);
          const seen = await frames(page, `maps-${before}`, 'seen');
          expect(seen).toHaveLength(layers[before]?.count as number);
          expect(seen[0]).toEqual([column * own.j, row * own.j, own.r, own.r]);
        }
      }
    }));

  it("takes the reader's picture from a file and the camera, and outside its field nothing moves a unit", () =>
    inMaps(async (page) => {
      // The border is not black, so that the picture is not cut.
      const greys = Array.from({ length: 784 }, (_, i) => 20 + ((i * 37) % 90));
      const valuesFor = async (picture: readonly number[]): Promise<number[]> => {
        await openPicture(page, picture);
        const values: number[] = [];
        for (let map = 1; map <= 6; map++) {
          await page.keyboard.press('ArrowRight');
          const at = await unit(page);
          expect(at).toMatchObject({ layer: 'maxPool2d_1', top: 9, bottom: 18, left: 9, right: 18 });
          values[at.map] = at.value;
        }
        for (let map = 1; map <= 6; map++) await page.keyboard.press('ArrowLeft');
        return values;
      };
      const isInside = (i: number): boolean => [Math.floor(i / 28), i % 28].every((at) => at >= 8 && at < 18);
      await page.locator('[data-marked=maps-3]').focus();
      await page.keyboard.press('ArrowRight');
      const before = await valuesFor(greys);
      expect(before.filter((value) => value > 0).length).toBeGreaterThan(1);
      expect(await valuesFor(greys.map((value, i) => (isInside(i) ? value : 130 - value)))).toEqual(before);
      expect(await valuesFor(greys.map((value, i) => (isInside(i) ? 130 - value : value)))).not.toEqual(
        before,
      );

      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
      const note = page.locator('[data-value=note]');
      await note.filter({ hasText: 'letter.png is no picture' }).waitFor();
      // A camera that sees a bright square.
      await page.evaluate(() => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 56;
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        setInterval(() => {
          context.fillStyle = 'black';
          context.fillRect(0, 0, 56, 56);
          context.fillStyle = 'white';
          context.fillRect(20, 20, 16, 16);
        }, 30);
        const stream = canvas.captureStream(30);
        Object.assign(window, { stream });
        navigator.mediaDevices.getUserMedia = async () => stream;
      });
      await press(page, 'Camera');
      await until(async () => {
        const pad = await inPage.pad(page);
        expect(pad[14 * 28 + 14]).toBeGreaterThan(200);
        expect(pad[14 * 28 + 3]).toBeLessThan(50);
      });
      await press(page, 'Camera');
      await page.waitForFunction(() =>
        (window as unknown as { stream: MediaStream }).stream
          .getTracks()
          .every(({ readyState }) => readyState === 'ended'),
      );
    }));

  it(
    'learns in the page, looks back, switches maps off and finds what excites one',
    () =>
      inMaps(async (page) => {
        const random = await inPage.filter(page);
        await press(page, 'Train');
        await page.waitForFunction(
          () => Number(document.querySelector('[data-value=accuracy]')?.textContent) >= 0.65,
          undefined,
          { timeout: patience },
        );
        await pause(page);
        const step = await numberIn(page, 'step');
        expect(step).toBeGreaterThanOrEqual(50);
        expect(await inPage.filter(page)).not.toEqual(random);

        await page.locator('[name=scrub]').focus();
        await page.keyboard.press('Home');
        await becomes(page, 'step', 0);
        await says(page, /as it was after 0 steps/);
        expect(await inPage.filter(page)).toEqual(random);
        await page.keyboard.press('End');
        await becomes(page, 'step', step);

        // A map of conv2d_1 and its pool are off together, and 0 everywhere.
        const whole = await numberIn(page, 'whole');
        await press(page, 'Switch this map off');
        await page.locator('[data-marked=maps-2] .off').waitFor();
        expect(await page.locator('[data-marked=maps-3] .off').count()).toBe(1);
        expect((await unit(page)).value).toBe(0);
        const alphas = await inPage.map(page);
        expect(new Set(alphas).size).toBe(1);
        await press(page, 'Switch this map on');
        await page.locator('[data-marked=maps-2] .off').waitFor({ state: 'detached' });
        await becomes(page, 'share', whole);

        await press(page, 'What excites it most?');
        const parts = page.locator('[data-value=patches] li');
        await parts.first().waitFor({ timeout: patience });
        const values = (await parts.allInnerTexts()).map(Number);
        expect(values).toHaveLength(9);
        expect([...values].sort((a, b) => b - a)).toEqual(values);
        expect(await parts.locator('canvas').first().getAttribute('width')).toBe(String(field(0, 2).r));

        const own = await inPage.pad(page);
        await press(page, 'A test picture');
        await until(async () => expect(await inPage.pad(page)).not.toEqual(own));
      }),
    2 * patience,
  );

  inFull('is opened by a link as it was set', () =>
    inMaps(async (page) => {
      await page.locator('[data-marked=maps-0]').focus();
      for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      await press(page, 'Switch this map off');
      await page.locator('[data-marked=maps-1] .off').waitFor();
      const told = await caption(page);
      const hash = await hashOfLink(page);
      await inMaps(
        async (again) => {
          expect(await caption(again)).toBe(told);
          expect(await again.locator('[data-marked=maps-1] .off').count()).toBe(1);
        },
        still,
        hash,
      );
    }),
  );
});

describe('stacking', () => {
  it('counts what stacks of filters see and cost, beside one large filter', () =>
    inStack(async (page) => {
      for (const [count, size, stride] of [
        [2, 3, 1],
        [3, 3, 1],
        [2, 5, 1],
        [3, 3, 2],
      ] as const) {
        for (const [name, value] of [
          ['stride', 1],
          ['layers', count],
          ['size', size],
          ['stride', stride],
        ] as const)
          await set(page, name, String(value));
        // (k − 1) s^l more with each layer.
        const wanted = Array.from({ length: count }, (_, l) => (size - 1) * stride ** l).reduce(
          (a, b) => a + b,
          1,
        );
        await page
          .locator('[data-value=field]', { hasText: new RegExp(`^${wanted} × ${wanted}$`) })
          .waitFor();
        const text = (name: string): Promise<string | null> =>
          page.locator(`[data-value=${name}]`).textContent();
        const [c, show] = [16, (value: number) => value.toLocaleString('en-US')];
        expect(await text('stack')).toBe(show(count * (size ** 2 * c + 1) * c));
        expect(await text('one')).toBe(show((wanted ** 2 * c + 1) * c));
        expect((await frames(page, 'influence', 'seen'))[0]?.slice(2)).toEqual([wanted, wanted]);
        // The cells that change the unit are those of the field, and no others.
        const alphas = await inPage.influence(page);
        const least = Math.min(...alphas);
        expect(alphas.filter((value) => value > least).length).toBeLessThanOrEqual(wanted ** 2);
        expect(await page.locator('.pyramid rect.lit').count()).toBeGreaterThanOrEqual(wanted + count);
      }
      await set(page, 'layers', '4');
      await set(page, 'size', '7');
      await page.locator('[data-value=field]', { hasText: /^(25 × 25|19 × 19|13 × 13|7 × 7)$/ }).waitFor();
    }));

  it('is one filter without a ReLU between, and none with it', () =>
    inStack(async (page) => {
      await set(page, 'layers', '3');
      await page.locator('[data-value=ways]', { hasText: /^49, 1$/ }).waitFor();
      await set(page, 'weights', 'random');
      await page.locator('[data-value=ways]', { hasText: /^–$/ }).waitFor();
      expect(await numberIn(page, 'difference')).toBe(0);
      const one = await inPage.influence(page);
      await set(page, 'picture', '2');
      await says(page, /answers as one filter/);
      expect(await inPage.influence(page)).toEqual(one);
      await press(page, 'ReLU between');
      await says(page, /^.*No one filter answers/);
      expect(await numberIn(page, 'difference')).toBeGreaterThan(0.1);
      expect(await numberIn(page, 'activations')).toBe(2);
      const two = await inPage.influence(page);
      await set(page, 'picture', '3');
      await until(async () => expect(await inPage.influence(page)).not.toEqual(two));
    }));
});
