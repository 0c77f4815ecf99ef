import { scope, type Tensor, tensor } from '@descent/core';
import { onEachBackend } from '@descent/testing';
import { expect, it } from 'vitest';
import * as layers from './index.js';

const { initializers } = layers;

/** Layers, what they are given, and what they give: formulas in exact arithmetic. */
const rows: readonly (readonly [
  name: string,
  make: () => layers.AnyLayer,
  shape: number[],
  x: number[],
  y: number[],
])[] = [
  ['softmax', () => layers.softmax(), [3], [3e38, -3e38, 0], [1, 0, 0]],
  ['softmax of equals', () => layers.softmax(), [2], [-3e38, -3e38], [0.5, 0.5]],
  ['relu', () => layers.relu(), [3], [3e38, -3e38, 1e-38], [3e38, 0, 1e-38]],
  ['leakyRelu', () => layers.leakyRelu(), [2], [3e38, -3e38], [3e38, -9e37]],
  ['elu', () => layers.elu(), [3], [3e38, -3e38, -1e-20], [3e38, -1, -1e-20]],
  [
    'prelu',
    () => layers.prelu({ alphaInitializer: layers.constant(0.5) }),
    [2],
    [1e38, -1e38],
    [1e38, -5e37],
  ],
  ['activation softplus', () => layers.activation('softplus'), [3], [1e30, -1e30, 0], [1e30, 0, Math.LN2]],
  ['activation sigmoid', () => layers.activation('sigmoid'), [2], [1e30, -1e30], [1, 0]],
  ['activation gelu', () => layers.activation('gelu'), [2], [1e30, -1e30], [1e30, 0]],
  ['activation swish', () => layers.activation('swish'), [2], [1e30, -1e30], [1e30, 0]],
  ['dense', () => layers.dense(1, { kernelInitializer: initializers.ones }), [2], [1e38, -1e38], [0]],
  [
    'dense of small numbers',
    () => layers.dense(1, { kernelInitializer: 'ones' }),
    [2],
    [1e-30, 2e-30],
    [3e-30],
  ],
  ['maxPool1d', () => layers.maxPool1d(2), [2, 1], [-3e38, -2e38], [-2e38]],
  ['averagePool1d', () => layers.averagePool1d(2), [2, 1], [1e38, 2e38], [1.5e38]],
  ['globalMaxPool1d', () => layers.globalMaxPool1d(), [2, 1], [-3e38, -1e38], [-1e38]],
  ['globalAveragePool1d', () => layers.globalAveragePool1d(), [2, 1], [1e-37, 3e-37], [2e-37]],
  ['simpleRnn', () => layers.simpleRnn(1, { kernelInitializer: 'ones' }), [2, 1], [-1e30, 1e30], [1]],
  ['lstm', () => layers.lstm(1, { kernelInitializer: 'ones' }), [1, 1], [1e30], [Math.tanh(1)]],
  ['lstm, gates shut', () => layers.lstm(1, { kernelInitializer: 'ones' }), [2, 1], [-1e30, -1e30], [0]],
  ['gru', () => layers.gru(1, { kernelInitializer: 'ones' }), [2, 1], [-1e30, -1e30], [-1]],
  [
    'gru without resetAfter',
    () => layers.gru(1, { kernelInitializer: 'ones', resetAfter: false }),
    [1, 1],
    [1e30],
    [0],
  ],
  ['upSampling1d', () => layers.upSampling1d(2), [1, 1], [3e38], [3e38, 3e38]],
  ['rescaling', () => layers.rescaling(1e-30, 1), [1], [1e30], [2]],
];

onEachBackend(() => {
  it.each(rows)('%s at the extremes', (_name, make, shape, x, y) => {
    using model = layers.sequential({ input: shape }, make() as never) as unknown as layers.Model;
    scope(() => {
      const found = model.call(tensor(x, [1, ...shape]) as Tensor).dataSync();
      expect(found).toHaveLength(y.length);
      y.forEach((expected, i) => {
        expect(Math.abs((found[i] as number) - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
      });
    });
  });

  it('multiHeadAttention looks at the best key alone where scores are far apart', () => {
    const x = layers.input([2, 1]);
    const attend = layers.multiHeadAttention({ numHeads: 1, keyDim: 1, kernelInitializer: 'ones' });
    using model = layers.model(x, attend([x, x]));
    scope(() => {
      const y = (model as unknown as layers.Model).call(tensor([[[1e18], [-1e18]]]) as Tensor).dataSync();
      expect([...y]).toEqual([Math.fround(1e18), Math.fround(-1e18)]);
    });
  });

  it('embedding refuses numbers outside, between and NaN (F7)', () => {
    using model = layers.sequential({ input: [1] }, layers.embedding(3, 2));
    for (const index of [-1, 3, 1e9, 1.5, -0.5, 2 ** 32 + 512, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => scope(() => model.call(tensor([[index]]) as Tensor))).toThrowError(
        expect.objectContaining({ code: 'E_INDEX' }),
      );
    }
    scope(() => {
      const [whole, given] = [tensor([2], [1, 1], 'int32'), tensor([[2]])].map((x) =>
        model.call(x as Tensor).dataSync(),
      );
      expect(given).toEqual(whole);
    });
  });
});
