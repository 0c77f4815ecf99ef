import { allocate, type DType } from '../dtype.js';
import { ValueError } from '../errors.js';
import { checkShape, describeValue } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fromHost } from './tensor.js';

/**
 * Evenly spaced numbers from `start` (included) to `stop` (not included).
 *
 * @param step - not 0; default 1. Nothing lies between when it points away from stop
 * @throws ValueError for a step of 0 or numbers that are not finite, ShapeError E_SIZE for too many
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
      `range: expects finite numbers and a step other than 0, got ${[start, stop, step].map(describeValue).join(', ')}`,
    );
  }
  const count = Math.max(0, Math.ceil((stop - start) / step));
  checkShape('range', [count]);
  const values = allocate(dtype, count);
  for (let i = 0; i < count; i++) values[i] = start + i * step;
  return fromHost('range', values, [count], dtype) as Tensor<readonly [number]>;
}
