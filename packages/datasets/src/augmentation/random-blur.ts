import { add, checkOptions, checkWhole, mul, pad, slice, type Tensor, ValueError } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { amountOf, draw, type Factor } from './factor.js';
import { besideImages, exponentialOf, over, type PerImage, plus, times } from './per-image.js';

/** Options of {@link randomBlur}. */
export interface BlurOptions {
  /** Pixels on a side of the window, odd. Default: reaches three of the largest standard deviations to each side. */
  readonly kernelSize?: number;
}

/**
 * Images out of focus: each pixel becomes a mean of those around, weighted by a normal distribution of their distance.
 * Beyond the edge images are mirrored around their last pixels.
 *
 * @param sigma - standard deviation in pixels; a pair is drawn from, for each image
 * @throws ValueError for one below 0 and a window that is not odd; ShapeError, when called, for images that are not
 * larger than half the window
 * @see torchvision `GaussianBlur`, the same with the window given; Keras `RandomGaussianBlur`, which draws one standard
 * deviation for the batch and has 0 beyond the edge
 * @example augment([randomBlur([0.1, 2])])
 */
export function randomBlur(sigma: Factor, options: BlurOptions = {}): PixelAugmentation {
  const op = 'randomBlur';
  const range = amountOf(op, 'sigma', sigma, 0);
  const chosen = checkOptions(op, options, ['kernelSize']);
  const { kernelSize = 2 * Math.ceil(3 * range[1]) + 1 } = chosen;
  checkWhole(op, 'kernelSize', kernelSize);
  if (kernelSize % 2 === 0) throw new ValueError(`${op}: kernelSize must be odd, got ${kernelSize}`);
  const reach = (kernelSize - 1) / 2;
  return {
    kind: op,
    repaint(x, rng) {
      const deviation = draw(range, x.shape[0] as number, rng);
      if (deviation === 0 || reach === 0) return x;
      const weights = weightsOf(deviation, reach);
      return blurred(blurred(x, weights, 1), weights, 2);
    },
  };
}

/** Weights of pixels at distances 0 … reach, which add up to 1 with those of both sides. */
function weightsOf(sigma: PerImage, reach: number): PerImage[] {
  const variance = times(sigma, sigma);
  const heights = Array.from({ length: reach + 1 }, (_, distance) =>
    distance === 0 ? 1 : exponentialOf(over((-distance * distance) / 2, variance)),
  );
  const total = heights.reduce<PerImage>((sum, height, i) => plus(sum, times(height, i === 0 ? 1 : 2)), 0);
  return heights.map((height) => besideImages(over(height, total)));
}

/** Weighted means along an axis. */
function blurred(x: Tensor, weights: readonly PerImage[], axis: 1 | 2): Tensor {
  const reach = weights.length - 1;
  const padded = pad(
    x,
    x.shape.map((_, i): [number, number] => (i === axis ? [reach, reach] : [0, 0])),
    'reflect',
  );
  const shifted = (by: number): Tensor =>
    slice(
      padded,
      x.shape.map((_, i) => (i === axis ? reach + by : 0)),
      x.shape,
    );
  return weights.reduce<Tensor>((sum, weight, distance) => {
    if (distance === 0) return mul(x, weight) as Tensor;
    return add(sum, mul(add(shifted(-distance), shifted(distance)) as Tensor, weight)) as Tensor;
  }, x);
}
