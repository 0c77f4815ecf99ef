import { add, mul, pad, slice, type Tensor, where } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { blend } from './blend.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { frameOf } from './frame.js';
import { inRectangle } from './rectangles.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/**
 * Images with sharper or softer edges: the distance of each value from a mean of the 3 × 3 around, its own place counted
 * five times, is multiplied. The outermost pixels stay.
 *
 * @param factor - 0.5 multiplies by 0.5 to 1.5
 * @throws ValueError for a factor outside [0, 1], a pair below 0, or an impossible value range
 * @see Keras `RandomSharpness`, torchvision `RandomAdjustSharpness`, for half of the images
 * @example augment([randomSharpness(0.5)])
 */
export function randomSharpness(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const range = rangeOf('randomSharpness', 'factor', factor, { neutral: 1, least: 0 });
  const values = valueRangeOf('randomSharpness', options);
  return {
    kind: 'randomSharpness',
    repaint(x, rng) {
      const times = draw(range, x.shape[0] as number, rng);
      return blend(() => softened(x), x, times, values);
    },
  };
}

/** (Sum of 3 × 3 pixels + 4 times the middle) / 13, but for the outermost. */
function softened(x: Tensor): Tensor {
  const frame = frameOf(x);
  const { height, width } = frame;
  const sums = sumOfThree(sumOfThree(x, 1), 2);
  const soft = mul(add(sums, mul(x, 4)) as Tensor, 1 / 13) as Tensor;
  const inside = inRectangle({ left: 1, right: width - 1, top: 1, bottom: height - 1 }, frame);
  return where(inside, soft, x) as Tensor;
}

/** Each value with those before and after it along an axis; nothing lies beyond. */
function sumOfThree(x: Tensor, axis: 1 | 2): Tensor {
  const padded = pad(
    x,
    x.shape.map((_, i): [number, number] => (i === axis ? [1, 1] : [0, 0])),
  );
  const shifted = (by: number): Tensor =>
    slice(
      padded,
      x.shape.map((_, i) => (i === axis ? by : 0)),
      x.shape,
    );
  return add(add(shifted(0), x) as Tensor, shifted(2)) as Tensor;
}
