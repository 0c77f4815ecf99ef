import { describeValue } from '../describe-value.js';
import { allocate, type DType } from '../dtype.js';
import { ValueError } from '../errors.js';
import { reserve } from '../scope.js';
import { checkShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkDtype, elementOf } from './kinds/elements.js';
import { fromHost } from './tensor.js';

/**
 * Evenly spaced numbers from `start` (included) to `stop` (not included).
 *
 * @param step - not 0; default 1. Nothing lies between when it points away from stop
 * @throws ValueError for a step of 0 or numbers that are not finite or not of the dtype, ShapeError E_SIZE for too many
 * @example range(0, 6, 2).arraySync() // [0, 2, 4]
 */
export function range(
  start: number,
  stop: number,
  step = 1,
  dtype: DType = 'float32',
): Tensor<readonly [number]> {
  if (![start, stop, step].every(Number.isFinite) || step === 0) {
    throw new ValueError(
      `range: expects finite numbers and a step other than 0, got start ${describeValue(start)}, stop ${describeValue(stop)}, step ${describeValue(step)}`,
    );
  }
  const count = Math.max(0, Math.ceil((stop - start) / step));
  checkShape('range', [count]);
  if (count > 0) for (const n of [start, step, start + (count - 1) * step]) elementOf('range', n, dtype);
  reserve('range', 4 * count);
  const values = allocate(checkDtype('range', dtype), count);
  for (let i = 0; i < count; i++) values[i] = elementOf('range', start + i * step, dtype);
  return fromHost('range', values, [count], dtype) as Tensor<readonly [number]>;
}
