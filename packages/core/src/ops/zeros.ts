import type { DType } from '../dtype.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { filled } from './fill.js';

/**
 * A tensor of zeros.
 *
 * @throws ShapeError E_SIZE for a shape that cannot be, DtypeError for an unknown dtype
 * @example zeros([2]).arraySync() // [0, 0]
 */
export function zeros<const S extends Shape>(shape: S, dtype: DType = 'float32'): Tensor<S> {
  return filled('zeros', shape, 0, dtype);
}
