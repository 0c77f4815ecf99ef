import { describeValue, type Rng, type Shape, ValueError } from '@descent/core';
import { constant } from './constant.js';
import { randomNormal } from './random-normal.js';
import { randomUniform } from './random-uniform.js';
import { truncatedNormal } from './truncated-normal.js';
import { varianceScaling } from './variance-scaling.js';

/** Initial values of a parameter, row-major. */
export type Initializer = (shape: Shape, rng: Rng) => Float32Array;

/** Initializers that need no options, by Keras' names. */
export const initializers = {
  zeros: constant(0),
  ones: constant(1),
  glorotUniform: varianceScaling({ scale: 1, mode: 'fanAverage', distribution: 'uniform' }),
  glorotNormal: varianceScaling({ scale: 1, mode: 'fanAverage', distribution: 'truncatedNormal' }),
  heUniform: varianceScaling({ scale: 2, mode: 'fanIn', distribution: 'uniform' }),
  heNormal: varianceScaling({ scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' }),
  lecunUniform: varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'uniform' }),
  lecunNormal: varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' }),
  randomUniform: randomUniform(),
  randomNormal: randomNormal(),
  truncatedNormal: truncatedNormal(),
} satisfies Record<string, Initializer>;

/** Name of an initializer without options. */
export type InitializerName = keyof typeof initializers;

/**
 * An initializer by name, or the given one.
 * @throws ValueError for an unknown name
 */
export function initializerOf(initializer: Initializer | InitializerName): Initializer {
  if (typeof initializer === 'function') return initializer;
  if (Object.hasOwn(initializers, initializer)) return initializers[initializer];
  throw new ValueError(`unknown initializer ${describeValue(initializer)}`, {
    fix: `use one of ${Object.keys(initializers).join(', ')}; or a function (shape, rng) => Float32Array, such as orthogonal() and identity() give`,
  });
}
