import { recipeOf } from '@descent/core';
import { expect, it } from 'vitest';
import * as layers from './index.js';

it.each([
  [layers.constant(0.5), 'constant', { value: 0.5 }],
  [layers.identity(), 'identity', { gain: 1 }],
  [layers.orthogonal({ gain: 2 }), 'orthogonal', { gain: 2 }],
  [layers.randomNormal({ stddev: 0.1 }), 'randomNormal', { mean: 0, stddev: 0.1 }],
  [layers.randomUniform(), 'randomUniform', { min: -0.05, max: 0.05 }],
  [layers.truncatedNormal({ mean: 1 }), 'truncatedNormal', { mean: 1, stddev: 0.05 }],
  [
    layers.varianceScaling({ mode: 'fanOut' }),
    'varianceScaling',
    { scale: 1, mode: 'fanOut', distribution: 'truncatedNormal' },
  ],
  [layers.maxNorm(3), 'maxNorm', { max: 3, axis: 0 }],
  [layers.minMaxNorm({ rate: 0.5 }), 'minMaxNorm', { min: 0, max: 1, rate: 0.5, axis: 0 }],
  [layers.nonNegative(), 'nonNegative', {}],
  [layers.unitNorm([0, 1]), 'unitNorm', { axis: [0, 1] }],
])('initializers and constraints tell what made them: %o', (made, name, config) => {
  expect(recipeOf(made)).toEqual({ name, config });
});

it('parameters begin with the values that `initial` gives, inside wrappers too', () => {
  const asked: string[] = [];
  using model = layers.sequential(
    {
      input: [4, 3],
      initial: (name, shape) => {
        asked.push(name);
        return new Float32Array(shape.reduce((size, n) => size * n, 1)).fill(asked.length);
      },
    },
    layers.bidirectional(layers.simpleRnn(1)),
    layers.dense(1),
  );
  expect(asked).toEqual([
    ...['forward_simpleRnn/kernel', 'forward_simpleRnn/recurrentKernel', 'forward_simpleRnn/bias'],
    ...['backward_simpleRnn/kernel', 'backward_simpleRnn/recurrentKernel', 'backward_simpleRnn/bias'],
    ...['dense/kernel', 'dense/bias'],
  ]);
  expect(model.parameters.map(({ value }) => value.dataSync()[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(model.layers.map(({ inner }) => inner.map(({ kind }) => kind))).toEqual([
    ['simpleRnn', 'simpleRnn'],
    [],
  ]);
});
