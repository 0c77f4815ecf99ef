import { cpu } from '@descent/backend-cpu';
import {
  type Backend,
  compile,
  currentBackend,
  Rng,
  scope,
  type Tensor,
  tensor,
  useBackend,
  variableGradients,
} from '@descent/core';
import { conv2d, dense, flatten, type Model, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { afterAll, expect, it } from 'vitest';
import { adam, fit } from './index.js';
import { net, points, quiet } from './test-support.js';

const reference = currentBackend();
afterAll(() => useBackend(reference));

/** The convolutional net of example 03, without its randomness. */
function convNet(): Model {
  return sequential(
    { input: [28, 28, 1], seed: 1 },
    conv2d({ filters: 16, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    flatten(),
    dense(64, { activation: 'relu' }),
    dense(10),
  ) as Model;
}

/** What three steps of Adam make of the parameters. */
function trained(isCompiled: boolean): Float32Array[] {
  using model = convNet();
  const optimizer = adam({ learningRate: 0.002 });
  const step = (x: Tensor, y: Tensor): Tensor => {
    const { value, gradients } = variableGradients(
      () => crossEntropyFromLogits(model.call(x), y),
      model.parameters,
    );
    optimizer.update(model.parameters, gradients);
    return value;
  };
  using compiled = compile(step);
  scope(() => {
    const x = new Rng(3).uniform([61, 28, 28, 1]) as Tensor;
    const y = tensor(Int32Array.from({ length: 61 }, (_, i) => (i * 7) % 10)) as Tensor;
    for (let i = 0; i < 3; i++) (isCompiled ? compiled : step)(x, y);
  });
  optimizer.dispose();
  return model.parameters.map(({ value }) => value.dataSync() as Float32Array);
}

async function trainedOn(backend: Backend, isCompiled: boolean): Promise<Float32Array[]> {
  await useBackend(backend);
  return trained(isCompiled);
}

it.each([true, false])(
  'F100: the net of example 03 trains to the same bits on 1, 2, 3, 4 and 7 threads, compiled: %s',
  async (isCompiled) => {
    const one = await cpu({ threads: 1 });
    const expected = await trainedOn(one, isCompiled);
    one.dispose();
    expect(expected.every((values) => values.every(Number.isFinite))).toBe(true);
    for (const threads of [2, 3, 4, 7]) {
      const many = await cpu({ threads });
      expect(many.description).toMatch(new RegExp(`, ${threads} threads$`));
      expect(await trainedOn(many, isCompiled)).toEqual(expected);
      many.dispose();
    }
  },
  120_000,
);

it('two backends with threads of their own do not disturb each other', async () => {
  const [a, b] = await Promise.all([cpu({ threads: 2 }), cpu({ threads: 3 })]);
  const expected = await trainedOn(a, true);
  const rounds = [];
  for (const backend of [b, a, b, a]) rounds.push(await trainedOn(backend, true));
  for (const values of rounds) expect(values).toEqual(expected);
  a.dispose();
  expect(await trainedOn(b, false)).toEqual(await trainedOn(b, true));
  b.dispose();
}, 120_000);

it.each([1, 3])(
  'a backend with %i threads that is disposed of during training ends it with an error that says so',
  async (threads) => {
    const backend = await useBackend(cpu({ threads }));
    const model = net();
    const onEpochEnd = (): void => backend.dispose();
    await expect(
      fit(model, points, { ...quiet, optimizer: adam(), epochs: 3, callbacks: [{ onEpochEnd }] }),
    ).rejects.toThrowError(/cpu: the backend was disposed/);
    const next = await useBackend(cpu({ threads }));
    using again = net();
    await fit(again, points, { ...quiet, optimizer: adam(), epochs: 1 });
    next.dispose();
  },
  60_000,
);
