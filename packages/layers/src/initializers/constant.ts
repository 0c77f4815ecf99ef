import { type Shape, sizeOf, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * The same number everywhere.
 * @example dense(4, { biasInitializer: constant(0.1) })
 */
export function constant(value: number): Initializer {
  return withRecipe((shape: Shape) => new Float32Array(sizeOf(shape)).fill(value), 'constant', { value });
}
