import type { Tensor } from '../../tensor.js';
import { cast } from '../cast.js';
import { div } from '../div.js';
import { equal } from '../equal.js';
import { mul } from '../mul.js';
import { sum } from '../sum.js';
import { withReducedAxes } from './reduction.js';

/** Gradient of max and min: shared evenly by the elements that equal the result. */
export function extremumGradient(dy: Tensor, x: Tensor, y: Tensor, axes: readonly number[]): Tensor {
  const isBest = cast(equal(x, withReducedAxes(y, x.shape, axes)), 'float32');
  const share = div(withReducedAxes(dy, x.shape, axes), sum(isBest, axes, { keepDims: true }));
  return mul(isBest, share);
}
