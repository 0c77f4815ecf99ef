import { type Tensor, tensor } from '@descent/core';
import * as descent from '@descent/layers';
import { l1, l1l2, l2 } from '@descent/losses';
import * as tf from '@tensorflow/tfjs-core';
import { constraints as tfc, regularizers as tfr } from '@tensorflow/tfjs-layers';
import type { Comparison } from './comparison.js';

const weights = [
  [1, -2, 0.1],
  [3, 0.5, -0.2],
];

/** What functions of a weight give. */
function row(
  ours: string,
  theirs: string,
  make: () => readonly [unknown, unknown],
  rest: Partial<Comparison> = {},
): Comparison {
  return {
    ours,
    theirs,
    ...rest,
    run() {
      const [a, b] = make() as [(w: Tensor) => Tensor, { apply(w: tf.Tensor): tf.Tensor }];
      const other = tf.tidy(() => [...b.apply(tf.tensor2d(weights)).dataSync()]);
      return { ours: [...a(tensor(weights) as Tensor).dataSync()], theirs: other };
    },
  };
}

/** Regularizers that both have. */
export const regularizerRows: readonly Comparison[] = [
  row('l1', 'l1', () => [l1(0.1), tfr.l1({ l1: 0.1 })]),
  row('l2', 'l2', () => [l2(0.1), tfr.l2({ l2: 0.1 })]),
  row('l1l2', 'l1l2', () => [l1l2({ l1: 0.1, l2: 0.2 }), tfr.l1l2({ l1: 0.1, l2: 0.2 })]),
  row('l1l2', 'l1l2', () => [l1l2(), tfr.l1l2()], { of: 'strengths that are not given' }),
];

/** Constraints that both have. */
export const constraintRows: readonly Comparison[] = [
  row('maxNorm', 'maxNorm', () => [descent.maxNorm(), tfc.maxNorm({})]),
  row('maxNorm', 'maxNorm', () => [descent.maxNorm(0.5, 1), tfc.maxNorm({ maxValue: 0.5, axis: 1 })], {
    of: 'along the other axis',
  }),
  row('unitNorm', 'unitNorm', () => [descent.unitNorm(), tfc.unitNorm({ axis: 0 })]),
  row('nonNegative', 'nonNeg', () => [descent.nonNegative(), tfc.nonNeg()]),
  row('minMaxNorm', 'minMaxNorm', () => [
    descent.minMaxNorm({ min: 0.5, max: 2, rate: 0.7 }),
    tfc.minMaxNorm({ minValue: 0.5, maxValue: 2, rate: 0.7, axis: 0 }),
  ]),
];
