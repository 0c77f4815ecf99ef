import {
  currentBackend,
  referenceBackend,
  scope,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@descent/core';
import { expectClose, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { averagePool2d, conv2d, dense, dropout, flatten, maxPool2d, sequential } from './index.js';
import type { AnyLayer } from './layer.js';

const golden = readGolden('layers');

/** The goldens' names are our code. */
const byName: Record<string, () => AnyLayer> = {
  'dense(4)': () => dense(4),
  'dense(3), input of rank 3': () => dense(3),
  'dense(2, relu, no bias)': () => dense(2, { activation: 'relu', useBias: false }),
  'conv2d(3, 3)': () => conv2d({ filters: 3, kernelSize: 3 }),
  'conv2d(2, [2, 3], relu, same, strides 2)': () =>
    conv2d({ filters: 2, kernelSize: [2, 3], activation: 'relu', padding: 'same', strides: 2 }),
  'conv2d(2, 3, no bias, same, dilations 2)': () =>
    conv2d({ filters: 2, kernelSize: 3, useBias: false, padding: 'same', dilations: 2 }),
  'maxPool2d(2)': () => maxPool2d(2),
  'maxPool2d(3, same, strides 2)': () => maxPool2d(3, { padding: 'same', strides: 2 }),
  'averagePool2d(2)': () => averagePool2d(2),
  'averagePool2d(3, same, strides 2)': () => averagePool2d(3, { padding: 'same', strides: 2 }),
  'flatten()': () => flatten(),
};

onEachBackend(() => {
  describe(`layers equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (name, row) => {
      scope(() => {
        const { x, kernel, bias } = row.inputs;
        using model = sequential({ input: (x?.shape ?? []).slice(1) }, byName[name]?.() as never);
        expect(model.parameters.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0)).toBe(
          row.parameterCount,
        );
        [kernel, bias].forEach((given, i) => {
          if (given) model.parameters[i]?.assign(goldenTensor(given));
        });
        const y = model.call(goldenTensor(x as never));
        expect(y.shape).toEqual(row.outputs.y?.shape);
        expectClose(y.dataSync(), row.outputs.y?.values as number[]);
      });
    });
  });
});

describe('conv2d', () => {
  it.each([true, false])('hands precise: %s on to the kernel', async (precise) => {
    const before = currentBackend();
    const backend = await useBackend(referenceBackend());
    const seen: unknown[] = [];
    const run = backend.run.bind(backend);
    backend.run = (kernel, inputs, attrs, outputs) => {
      if (kernel.name === 'Conv2D') seen.push(attrs.precise);
      return run(kernel, inputs, attrs, outputs);
    };
    using model = sequential({ input: [5, 5, 2] }, conv2d({ filters: 1, kernelSize: 3, precise }));
    scope(() => model.call(zeros([1, 5, 5, 2])));
    expect(seen).toEqual([precise]);
    await useBackend(before);
    backend.dispose();
  });
});

describe('dropout', () => {
  it('drops the given share, keeps the mean, and does nothing outside of training', async () => {
    const { Rng, ones } = await import('@descent/core');
    using model = sequential({ input: [1000] }, dropout(0.3));
    scope(() => {
      const x = ones([20, 1000]) as Tensor;
      expect(
        model
          .call(x)
          .dataSync()
          .every((v) => v === 1),
      ).toBe(true);
      const dropped = model.call(x, { training: true, rng: new Rng(0) }).dataSync();
      expect(dropped.filter((v) => v === 0).length / dropped.length).toBeCloseTo(0.3, 1);
      expect(Array.from(dropped).reduce((a, b) => a + b, 0) / dropped.length).toBeCloseTo(1, 1);
      expect(new Set(dropped)).toEqual(new Set([0, Math.fround(1 / Math.fround(0.7))]));
    });
  });

  it('needs a source of random numbers to train', () => {
    using model = sequential({ input: [2] }, dropout(0.5));
    expect(() => model.call(tensor([[1, 2]]), { training: true })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: dropout: training needs a source of random numbers
        fix: pass { training: true, rng: new Rng(seed) }
        in layers[0] dropout(0.5)]
    `);
    expect(() => dropout(1)).toThrow('rate must lie in [0, 1), got 1');
  });
});

describe('a parameter', () => {
  it('that is too large is refused before its initializer runs', () => {
    let runs = 0;
    const kernelInitializer = () => {
      runs++;
      return new Float32Array(0);
    };
    expect(() =>
      sequential({ input: [1e9] }, dense(4, { kernelInitializer })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: dense(4): kernel: shape [1000000000, 4] has more than 1073741823 elements
        in sequential: layers[0] dense(4)]
    `);
    expect(runs).toBe(0);
  });

  it('has the same values whether another is read before it or not, and none until then', () => {
    const net = () => sequential({ input: [3], seed: 7 }, dense(4), dense(2));
    using first = net();
    using second = net();
    const valuesOf = (model: typeof first, order: readonly number[]) => {
      const values = new Map(order.map((i) => [i, model.parameters[i]?.value.arraySync()]));
      return [0, 1, 2, 3].map((i) => values.get(i));
    };
    expect(valuesOf(first, [0, 1, 2, 3])).toEqual(valuesOf(second, [3, 2, 1, 0]));
    const { buffers } = currentBackend().memory();
    // 4 GB of weights that nobody reads.
    const huge = sequential({ input: [30_000] }, dense(32_000));
    expect(huge.parameterCount).toBe(960_032_000);
    expect(currentBackend().memory().buffers).toBe(buffers);
  });
});
