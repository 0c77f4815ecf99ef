import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { reserve } from '../scope.js';
import { checkShape, checkWhole } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fromHost } from './tensor.js';

/**
 * `count` evenly spaced numbers from `start` to `stop`, both included.
 *
 * @throws ValueError for a count that is no whole number ≥ 1 or ends that are not finite, ShapeError E_SIZE
 * @example linspace(0, 1, 5).arraySync() // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace<const N extends number>(
  start: number,
  stop: number,
  count: N,
): Tensor<readonly [N]> {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new ValueError(
      `linspace: expects finite ends, got ${describeValue(start)} and ${describeValue(stop)}`,
    );
  }
  checkWhole('linspace', 'count', count);
  checkShape('linspace', [count]);
  reserve('linspace', 4 * count);
  const values = Float32Array.from({ length: count }, (_, i) => {
    return i === count - 1 && count > 1 ? stop : start + ((stop - start) * i) / Math.max(1, count - 1);
  });
  return fromHost('linspace', values, [count], 'float32') as Tensor<readonly [N]>;
}
