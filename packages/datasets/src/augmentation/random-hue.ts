import {
  abs,
  add,
  clip,
  concat,
  div,
  equal,
  floor,
  maximum,
  minimum,
  mul,
  sub,
  type Tensor,
  where,
} from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { colorChannels } from './color-channels.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { besideImages } from './per-image.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Images with all colours moved along the circle of hues; lightness (the largest channel) and saturation stay, and so
 * do greys.
 *
 * @param factor - parts of the circle, where 1/3 makes red green: 0.1 moves by −0.1 to 0.1
 * @throws ValueError for a factor outside [−0.5, 0.5] or an impossible value range; ShapeError, when called, for images
 * of other than 3 channels
 * @see torchvision `ColorJitter` with `hue`, the same; Keras `RandomHue`, whose factor is twice as large and has a random
 * sign
 * @example augment([randomHue(0.1)])
 */
export function randomHue(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const op = 'randomHue';
  const range = rangeOf(op, 'factor', factor, { least: -0.5, most: 0.5 });
  const values = valueRangeOf(op, options);
  return {
    kind: op,
    repaint(x, rng) {
      const channels = colorChannels(op, x);
      const turn = draw(range, x.shape[0] as number, rng);
      if (turn === 0) return x;
      const { hue, chroma, largest } = hueOf(channels);
      return within(colorOf(add(hue, besideImages(turn)) as Tensor, chroma, largest), values);
    },
  };
}

/** Hue in parts of the circle, the largest channel, and its distance from the smallest. */
function hueOf([red, green, blue]: readonly [Tensor, Tensor, Tensor]) {
  const largest = maximum(maximum(red, green) as Tensor, blue) as Tensor;
  const chroma = sub(largest, minimum(minimum(red, green) as Tensor, blue)) as Tensor;
  const divisor = where(equal(chroma, 0) as Tensor, 1, chroma) as Tensor;
  const sixth = (a: Tensor, b: Tensor, start: number): Tensor =>
    add(div(sub(a, b) as Tensor, divisor) as Tensor, start) as Tensor;
  const ofRest = where(equal(largest, green) as Tensor, sixth(blue, red, 2), sixth(red, green, 4)) as Tensor;
  const sixths = where(equal(largest, red) as Tensor, sixth(green, blue, 0), ofRest) as Tensor;
  return { hue: div(sixths, 6) as Tensor, chroma, largest };
}

/** A channel falls from the largest to the smallest and rises again, each within a sixth of the circle. */
function colorOf(hue: Tensor, chroma: Tensor, largest: Tensor): Tensor {
  const channels = [0, 2 / 3, 1 / 3].map((start) => {
    const from = sub(add(hue, start) as Tensor, floor(add(hue, start) as Tensor)) as Tensor;
    // Parts of the circle from this channel's own hue, 0 to 1/2.
    const away = sub(0.5, abs(sub(from, 0.5) as Tensor)) as Tensor;
    const fallen = clip(sub(mul(away, 6) as Tensor, 1) as Tensor, 0, 1) as Tensor;
    return sub(largest, mul(chroma, fallen) as Tensor) as Tensor;
  });
  return concat(channels as never, 3) as Tensor;
}
