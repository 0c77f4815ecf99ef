import { describeValue } from '../describe-value.js';
import { allocate, type DType } from '../dtype.js';
import { DtypeError } from '../errors.js';
import type { Tensor } from '../tensor.js';
import { checkDtype, elementOf } from './kinds/elements.js';
import { fromHost } from './tensor.js';

/**
 * A tensor of rank 0.
 *
 * @throws DtypeError for anything but a number or a boolean, ValueError for one that int32 cannot hold
 * @example scalar(3).item() // 3
 */
export function scalar(
  value: number | boolean,
  dtype: DType = typeof value === 'boolean' ? 'bool' : 'float32',
): Tensor<readonly []> {
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw new DtypeError(`scalar: expects a number or a boolean, got ${describeValue(value)}`);
  }
  const values = allocate(checkDtype('scalar', dtype), 1);
  values[0] = elementOf('scalar', Number(value), dtype);
  return fromHost('scalar', values, [], dtype) as Tensor<readonly []>;
}
