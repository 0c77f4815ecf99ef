import type { DType } from '../dtype.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { filled } from './fill.js';

/**
 * A tensor of ones.
 *
 * @throws ShapeError E_SIZE for a shape that cannot be, DtypeError for an unknown dtype
 * @example ones([2]).arraySync() // [1, 1]
 */
export function ones<const S extends Shape>(shape: S, dtype: DType = 'float32'): Tensor<S> {
  return filled('ones', shape, 1, dtype);
}
