import { Rng, type Shape } from '@descent/core';
import * as descent from '@descent/layers';
import * as tf from '@tensorflow/tfjs-core';
import { initializers as tfi } from '@tensorflow/tfjs-layers';
import type { Comparison } from './comparison.js';
import { spread } from './spread.js';

type TfInitializer = { apply(shape: number[], dtype?: 'float32'): tf.Tensor };

/** Values, or of random ones what `of` says of them. */
function row(
  ours: string,
  theirs: string,
  make: () => readonly [descent.Initializer, unknown],
  {
    shape,
    view = Array.from,
    ...rest
  }: { shape: Shape; view?: (values: Float32Array) => number[] } & Partial<Comparison>,
): Comparison {
  return {
    ours,
    theirs,
    ...rest,
    run() {
      const [a, b] = make();
      const other = tf.tidy(
        () => (b as TfInitializer).apply([...shape], 'float32').dataSync() as Float32Array,
      );
      return { ours: view(a(shape, new Rng(1))), theirs: view(other) };
    },
  };
}

const kernel: Shape = [3, 3, 40, 80];
/** Of 28,800 draws: the sizes of random numbers agree to a few per cent. */
const spreads = { shape: kernel, view: spread, of: 'spread', relative: 0.03 };
const narrow =
  'draws from a normal distribution that is cut off at two standard deviations without widening it, so that the variance is 23 % less; Keras widens it';
const seed = { seed: 3 };

/** Initializers that both have. */
export const initializerRows: readonly Comparison[] = [
  row('zeros', 'zeros', () => [descent.initializers.zeros, tfi.zeros()], { shape: [3] }),
  row('ones', 'ones', () => [descent.initializers.ones, tfi.ones()], { shape: [3] }),
  row('constant', 'constant', () => [descent.constant(0.3), tfi.constant({ value: 0.3 })], { shape: [3] }),
  row('identity', 'identity', () => [descent.identity({ gain: 2 }), tfi.identity({ gain: 2 })], {
    shape: [3, 3],
  }),
  row(
    'glorotUniform',
    'glorotUniform',
    () => [descent.initializers.glorotUniform, tfi.glorotUniform(seed)],
    spreads,
  ),
  row('heUniform', 'heUniform', () => [descent.initializers.heUniform, tfi.heUniform(seed)], spreads),
  row(
    'lecunUniform',
    'leCunUniform',
    () => [descent.initializers.lecunUniform, tfi.leCunUniform(seed)],
    spreads,
  ),
  row('glorotNormal', 'glorotNormal', () => [descent.initializers.glorotNormal, tfi.glorotNormal(seed)], {
    ...spreads,
    differs: narrow,
  }),
  row('heNormal', 'heNormal', () => [descent.initializers.heNormal, tfi.heNormal(seed)], {
    ...spreads,
    differs: narrow,
  }),
  row('lecunNormal', 'leCunNormal', () => [descent.initializers.lecunNormal, tfi.leCunNormal(seed)], {
    ...spreads,
    differs: narrow,
  }),
  row(
    'varianceScaling',
    'varianceScaling',
    () => [
      descent.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' }),
      tfi.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform', ...seed }),
    ],
    { ...spreads, of: 'spread of uniform numbers' },
  ),
  row(
    'varianceScaling',
    'varianceScaling',
    () => [
      descent.varianceScaling(),
      tfi.varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'normal', ...seed }),
    ],
    { ...spreads, differs: narrow },
  ),
  row(
    'randomUniform',
    'randomUniform',
    () => [
      descent.randomUniform({ min: -0.2, max: 0.3 }),
      tfi.randomUniform({ minval: -0.2, maxval: 0.3, ...seed }),
    ],
    spreads,
  ),
  row(
    'randomUniform',
    'randomUniform',
    () => [
      descent.randomUniform({ min: 0, max: 0.3 }),
      tfi.randomUniform({ minval: 0, maxval: 0.3, ...seed }),
    ],
    {
      ...spreads,
      of: 'a limit of 0',
      differs: 'takes a limit of 0 for one that is not given: −0.05 or 0.05',
    },
  ),
  row(
    'randomNormal',
    'randomNormal',
    () => [descent.randomNormal({ stddev: 0.3 }), tfi.randomNormal({ mean: 0, stddev: 0.3, ...seed })],
    { ...spreads, view: (values) => spread(values).slice(0, 1) },
  ),
  row(
    'truncatedNormal',
    'truncatedNormal',
    () => [descent.truncatedNormal({ stddev: 0.3 }), tfi.truncatedNormal({ mean: 0, stddev: 0.3, ...seed })],
    spreads,
  ),
  row('orthogonal', 'orthogonal', () => [descent.orthogonal(), tfi.orthogonal(seed as never)], {
    shape: [6, 4],
    of: 'products of the columns',
    view: (values) => gram(values, 6, 4),
  }),
];

/** Products of a matrix's columns. */
function gram(values: Float32Array, rows: number, columns: number): number[] {
  const at = (row: number, column: number): number => values[row * columns + column] as number;
  return Array.from({ length: columns * columns }, (_, place) => {
    let sum = 0;
    for (let k = 0; k < rows; k++) sum += at(k, place % columns) * at(k, Math.floor(place / columns));
    return sum;
  });
}
