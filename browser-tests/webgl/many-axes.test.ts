import { webgl } from '@descent/backend-webgl';
import * as core from '@descent/core';
import { type Backend, referenceBackend, type Tensor, tensor, useBackend } from '@descent/core';
import { expectClose } from '@descent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const shape = [2, 1, 3, 2, 2, 2];
const values = Array.from({ length: 48 }, (_, i) => Math.sin(7 * i));
const places = [0, 0, 2, 1, 1, 1, 0, 1, 0, 1];

/** Calls on a tensor of six axes, of which TensorFlow.js' shaders take four. */
const calls: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  argMax: (x) => core.argMax(x, 2),
  argMin: (x) => core.argMin(x, 2),
  cumprod: (x) => core.cumprod(x, 2, { exclusive: true }),
  cumsum: (x) => core.cumsum(x, 4, { reverse: true }),
  reverse: (x) => core.reverse(x, [0, 2, 5]),
  scatterNd: (x) =>
    core.scatterNd(tensor(places, [2, 5], 'int32'), core.slice(x, 0).reshape([24, 2]).slice(0, 2), shape),
  slice: (x) => core.slice(x, [1, 0, 1, 0, 1], [1, 1, 2, 1, 1]),
  softmaxCrossEntropy: (x) => core.softmaxCrossEntropy(x, x.square()),
  tile: (x) => core.tile(x, [1, 3, 1, 2, 1, 2]),
};

let backend: Backend;
beforeAll(async () => {
  backend = await webgl();
});
afterAll(async () => {
  await useBackend(referenceBackend());
  backend.dispose();
});

it.each(Object.keys(calls))('%s of six axes', async (name) => {
  const call = calls[name] as (x: Tensor) => Tensor;
  const run = async (on: Backend) => {
    await useBackend(on);
    const result = core.scope(() => call(tensor(values, shape)));
    return { shape: result.shape, values: await result.data() };
  };
  const expected = await run(referenceBackend());
  const actual = await run(backend);
  expect(actual.shape).toEqual(expected.shape);
  expectClose(actual.values, expected.values);
});
