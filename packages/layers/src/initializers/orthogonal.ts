import { checkOptions, type Rng, type Shape, ShapeError, showShape, sizeOf, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * A matrix with orthonormal columns (or rows, when there are more columns), times `gain`: Gram–Schmidt on
 * normal numbers. More than two axes are flattened to [all but last, last].
 *
 * @throws ShapeError for fewer than two axes
 * @see Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear networks, arXiv:1312.6120
 * @example dense(64, { kernelInitializer: orthogonal({ gain: Math.SQRT2 }) })
 */
export function orthogonal(options: { gain?: number } = {}): Initializer {
  const { gain = 1 } = checkOptions('orthogonal', options, ['gain']);
  const values = (shape: Shape, rng: Rng): Float32Array => {
    if (shape.length < 2)
      throw new ShapeError(`orthogonal: expects at least 2 axes, got ${showShape(shape)}`);
    const columns = shape.at(-1) as number;
    const rows = sizeOf(shape) / (columns || 1);
    const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
    const vectors = orthonormal(count, length, () => rng.normalArray(length));
    return Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const value = rows < columns ? vectors[row]?.[column] : vectors[column]?.[row];
      return gain * (value as number);
    });
  };
  return withRecipe(values, 'orthogonal', { gain });
}

function orthonormal(count: number, length: number, draw: () => Float64Array): Float64Array[] {
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = draw();
    // Twice: rounding leaves a rest the first time.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        let along = 0;
        for (let i = 0; i < length; i++) along += (vector[i] as number) * (other[i] as number);
        for (let i = 0; i < length; i++) (vector[i] as number) -= along * (other[i] as number);
      }
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (norm > 1e-6) basis.push(vector.map((value) => value / norm));
  }
  return basis;
}
