import { checkOptions, type Shape, ShapeError, showShape, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * `gain` on the diagonal, 0 elsewhere: a layer that begins by passing on what it gets. Rows or columns beyond the
 * smaller size are 0.
 *
 * @throws ShapeError for another number of axes than two
 * @see Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, arXiv:1504.00941
 * @example simpleRnn(64, { activation: 'relu', recurrentInitializer: identity() })
 */
export function identity(options: { gain?: number } = {}): Initializer {
  const { gain = 1 } = checkOptions('identity', options, ['gain']);
  const values = (shape: Shape): Float32Array => {
    const [rows, columns, ...more] = shape;
    if (rows === undefined || columns === undefined || more.length > 0)
      throw new ShapeError(`identity: expects [rows, columns], got ${showShape(shape)}`);
    const matrix = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) matrix[i * columns + i] = gain;
    return matrix;
  };
  return withRecipe(values, 'identity', { gain });
}
