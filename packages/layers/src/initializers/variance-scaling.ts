import { checkOptions, describeValue, type Rng, type Shape, ValueError, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';
import { randomNormal } from './random-normal.js';
import { randomUniform } from './random-uniform.js';
import { truncatedNormal } from './truncated-normal.js';

/** Options of {@link varianceScaling}. */
export interface VarianceScalingOptions {
  /** Factor of the variance. Default 1. */
  readonly scale?: number;
  /** Which fan the variance is divided by. Default 'fanIn'. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAverage';
  /** Default 'truncatedNormal'. */
  readonly distribution?: 'truncatedNormal' | 'normal' | 'uniform';
}

/** Standard deviation of a standard normal distribution cut at ±2. */
const truncatedStddev = 0.8796256610342398;

/**
 * Numbers with variance scale / fan, so that signals keep their size from layer to layer. Glorot, He and LeCun
 * initialization are cases of it.
 *
 * @throws ValueError for a scale that is not > 0
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010
 * @see He et al., Delving deep into rectifiers, arXiv:1502.01852
 * @example dense(64, { kernelInitializer: varianceScaling({ scale: 2, mode: 'fanOut' }) })
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const names = ['scale', 'mode', 'distribution'] as const;
  const {
    scale = 1,
    mode = 'fanIn',
    distribution = 'truncatedNormal',
  } = checkOptions('varianceScaling', options, names);
  if (!(scale > 0)) throw new ValueError(`varianceScaling: scale must be > 0, got ${describeValue(scale)}`);
  const values = (shape: Shape, rng: Rng): Float32Array => {
    const { fanIn, fanOut } = fansOf(shape);
    const fan = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
    const stddev = Math.sqrt(scale / Math.max(1, fan));
    if (distribution === 'normal') return randomNormal({ stddev })(shape, rng);
    if (distribution === 'truncatedNormal')
      return truncatedNormal({ stddev: stddev / truncatedStddev })(shape, rng);
    const limit = Math.sqrt(3) * stddev;
    return randomUniform({ min: -limit, max: limit })(shape, rng);
  };
  return withRecipe(values, 'varianceScaling', { scale, mode, distribution });
}

/** How many inputs and outputs an element of the result depends on: [..., in, out], times the window's cells. */
function fansOf(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0] as number, fanOut: shape[0] as number };
  const cells = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return { fanIn: (shape.at(-2) as number) * cells, fanOut: (shape.at(-1) as number) * cells };
}
