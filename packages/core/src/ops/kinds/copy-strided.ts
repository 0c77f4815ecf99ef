import type { TypedArray } from '../../dtype.js';
import type { HostTensor } from '../../kernel.js';
import { forEachPosition } from './positions.js';

/** Fills `out`, row-major, from positions in `values` that start at `start` and move by `strides` along its axes. */
export function copyStrided(
  values: TypedArray,
  start: number,
  strides: readonly number[],
  out: HostTensor,
): void {
  forEachPosition(out.shape, strides, (index, offset) => {
    out.values[index] = values[start + offset] as number;
  });
}
