import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

/** Explains a small net on the processor and on WebGL, and draws in the page: a script to be bundled. */
const script = `
import { cpu } from '@descent/backend-cpu';
import { webgl } from '@descent/backend-webgl';
import { Rng, tensor, useBackend } from '@descent/core';
import {
  backprop, decisionBoundary, featureMaps, filters, gradCam, gradientFlow, integratedGradients, lossSurface, occlusion, saliency,
} from '@descent/explain';
import { heatMap, mosaic, toCanvas, toPng } from '@descent/explain/render';
import { conv2d, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';

const loss = crossEntropyFromLogits;
const numbers = (value) =>
  typeof value === 'number' ? [value]
  : ArrayBuffer.isView(value) ? [...value]
  : value && typeof value === 'object' ? Object.values(value).flatMap(numbers) : [];

globalThis.explained = async (name) => {
  const backend = await useBackend(name === 'cpu' ? cpu() : await webgl());
  const model = sequential(
    { input: [8, 8, 2], seed: 3 },
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }), maxPool2d(2),
    conv2d({ filters: 3, kernelSize: 2, activation: 'tanh' }), flatten(), dense(3),
  );
  const plane = sequential({ input: [2], seed: 1 }, dense(4, { activation: 'relu' }), dense(1));
  const x = tensor(new Rng(1).uniformArray(2 * 128), [2, 8, 8, 2]);
  const y = tensor(Int32Array.of(2, 0));
  const target = [2, 0];
  const run = async () => ({
    backprop: await backprop(model, x, y, { loss }),
    gradientFlow: await gradientFlow(model, x, y, { loss }),
    featureMaps: await featureMaps(model, x),
    filters: await filters(model),
    decisionBoundary: await decisionBoundary(plane, { resolution: 5, layers: true }),
    lossSurface: await lossSurface(model, x, y, { loss, resolution: 2 }),
    saliency: await saliency(model, x, { target }),
    integratedGradients: await integratedGradients(model, x, { target, steps: 2 }),
    occlusion: await occlusion(model, x, { window: 3, strides: 2, target }),
    gradCam: await gradCam(model, x, { target }),
  });
  await run();
  const { buffers } = backend.memory();
  const found = await run();
  const left = backend.memory().buffers - buffers;
  for (const each of [model, plane, x, y]) each.dispose();
  await backend.sync();
  const isPlain = structuredClone(found) !== undefined;
  const results = Object.fromEntries(Object.entries(found).map(([key, value]) => [key, numbers(value)]));
  backend.dispose();
  return { name: backend.name, results, left, isPlain };
};

globalThis.drawn = async () => {
  const values = Float32Array.from({ length: 5 * 7 * 3 }, (_, i) => Math.sin(i));
  const image = heatMap(mosaic({ shape: [5, 7, 3], values }), { cellSize: 2 });
  const shown = [];
  for (const canvas of [document.createElement('canvas'), new OffscreenCanvas(1, 1)]) {
    toCanvas(image, canvas);
    const { data } = canvas.getContext('2d').getImageData(0, 0, image.width, image.height);
    shown.push([canvas.width, canvas.height, [...data]]);
  }
  const file = new Blob([await toPng(image)], { type: 'image/png' });
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  shown.push([bitmap.width, bitmap.height, [...canvas.getContext('2d').getImageData(0, 0, bitmap.width, bitmap.height).data]]);
  return { expected: [image.width, image.height, [...image.data]], shown };
};
`;

interface Explained {
  readonly name: string;
  readonly results: Readonly<Record<string, readonly number[]>>;
  readonly left: number;
  readonly isPlain: boolean;
}

describe('explain in a page', () => {
  let browser: Browser;
  let server: PackagesServer;
  let page: Page;
  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir: import.meta.dirname, loader: 'js' },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
    });
    const files = {
      '/': '<!doctype html><title>explain</title><link rel="icon" href="data:,">',
      '/explain.js': outputFiles[0]?.text ?? '',
    };
    [browser, server] = await Promise.all([openBrowser(), PackagesServer.open(files, false)]);
    page = await browser.newPage();
    await page.goto(server.url('/'));
    await page.evaluate("import('/explain.js')");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  // A software driver compiles every shader anew.
  it('gives on WebGL, which cannot block, what it gives on the processor, plain data alone, and leaves nothing', async () => {
    const [here, there] = (await page.evaluate(
      `(async () => [await explained('cpu'), await explained('webgl')])()`,
    )) as [Explained, Explained];
    expect([here.isPlain, there.isPlain, here.left, there.left]).toEqual([true, true, 0, 0]);
    expect(there.name).not.toBe(here.name);
    for (const [name, expected] of Object.entries(here.results)) {
      const found = there.results[name] ?? [];
      expect(found.length, name).toBe(expected.length);
      const difference = expected.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (found[i] as number))),
        0,
      );
      expect(difference, name).toBeLessThan(1e-4);
    }
  }, 180_000);

  it('paints pixels on canvases, and writes PNG that the browser reads', async () => {
    const { expected, shown } = (await page.evaluate('drawn()')) as {
      readonly expected: unknown;
      readonly shown: readonly unknown[];
    };
    for (const each of shown) expect(each).toEqual(expected);
  });
});
