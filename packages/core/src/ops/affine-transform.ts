import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ShapeError, ValueError } from '../errors.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import { type Shape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import { pairOf } from '../window-geometry.js';
import { affineTransformGradientKernel } from './affine-transform-gradient.js';
import { checkPixels } from './kinds/check-images.js';
import { checkOptions } from './kinds/check-options.js';
import { checkFloat } from './kinds/operands.js';
import type { Resized } from './kinds/resizing.js';
import { readSamples } from './kinds/sampling.js';
import { type FillMode, type TransformAttrs, transformSamples } from './kinds/transforming.js';

/** Transform [images, transforms]. */
export const affineTransformKernel: Kernel<TransformAttrs> = defineKernel({
  name: 'Transform',
  op: 'affineTransform',
  outputs: ([images], { outputShape }) => {
    const { shape } = images as TensorSpec;
    return [{ shape: [shape[0] as number, ...outputShape, shape[3] as number], dtype: 'float32' }];
  },
  reference([images, transforms], [out], attrs) {
    const { fillValue } = attrs;
    const fillOf = (channel: number): number =>
      typeof fillValue === 'number' ? fillValue : (fillValue[channel] as number);
    const sampleOf = transformSamples(images as HostTensor, transforms as HostTensor, attrs);
    readSamples(images as HostTensor, out as HostTensor, sampleOf, fillOf);
  },
  gradient: ([dy], { inputs: [images, transforms], attrs }) => [
    applyOne(affineTransformGradientKernel, [dy as Tensor, images as Tensor, transforms as Tensor], attrs),
    undefined,
  ],
});

/** Options of {@link affineTransform}. */
export interface AffineTransformOptions<H extends number = number, W extends number = number> {
  /** The nearest pixel (default), or a mix of the four around. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** What lies outside of the images. Default `'constant'`. */
  readonly fillMode?: FillMode;
  /** The constant outside: one number (default 0), or one per channel. */
  readonly fillValue?: number | readonly number[];
  /** [height, width] of the result. Default: that of the images. */
  readonly size?: readonly [H, W] | undefined;
}

/**
 * Images moved, turned, stretched or seen in perspective. A pixel (x, y) of the result is read at
 * ((a₀x + a₁y + a₂) / k, (b₀x + b₁y + b₂) / k) with k = c₀x + c₁y + 1, so that [1, 0, dx, 0, 1, dy, 0, 0] shows what
 * lies dx to the right and dy below.
 *
 * @param images - [batch, height, width, channels]; int32 is cast to float32
 * @param transforms - [batch, 8], or [1, 8] for all images: a₀, a₁, a₂, b₀, b₁, b₂, c₀, c₁. No gradient flows to them
 * @returns float32 [batch, ...size, channels]; the constant where a coordinate is not finite
 * @throws ShapeError for images or transforms of other shapes and images without pixels, E_SIZE; ValueError for an option out of range;
 * DtypeError for bool
 * @example
 * const shift = tensor([[1, 0, 1, 0, 1, 0, 0, 0]]);
 * affineTransform(tensor([[[[1], [2], [3]]]]), shift).reshape([3]).arraySync() // [2, 3, 0]
 */
export function affineTransform<
  A extends Shape,
  const H extends number = number,
  const W extends number = number,
>(
  images: Tensor<A>,
  transforms: Tensor,
  options: AffineTransformOptions<H, W> = {},
): Tensor<Ok<Resized<A, H, W>>> {
  const op = 'affineTransform';
  const given = checkFloat(op, images, 'images');
  const [batchSize, height, width, channels] = checkPixels(op, given.shape);
  const matrices = checkFloat(op, transforms, 'transforms');
  const [count, length] = matrices.shape;
  if (matrices.rank !== 2 || length !== 8 || (count !== 1 && count !== batchSize)) {
    throw new ShapeError(
      `${op}: transforms are ${showShape(matrices.shape)}, images are ${showShape(given.shape)}, expects transforms [1, 8] or [${batchSize}, 8]`,
      { fix: 'give each image a row of 8 numbers, or one row for all: transforms.reshape([1, 8])' },
    );
  }
  const names = ['interpolation', 'fillMode', 'fillValue', 'size'] as const;
  const chosen = checkOptions(op, options, names);
  const { interpolation = 'nearest', fillMode = 'constant', fillValue = 0, size = [height, width] } = chosen;
  checkOneOf('interpolation', interpolation, ['nearest', 'bilinear']);
  checkOneOf('fillMode', fillMode, ['constant', 'reflect', 'wrap', 'nearest']);
  const fills: readonly unknown[] = Array.isArray(fillValue) ? fillValue : [fillValue];
  if (fills.some((n) => typeof n !== 'number') || (Array.isArray(fillValue) && fills.length !== channels)) {
    throw new ValueError(
      `${op}: fillValue must be a number or one for each of ${channels} channels, got ${describeValue(fillValue)}`,
      { fix: 'give one number, or an array with a number per channel' },
    );
  }
  return applyOne(affineTransformKernel, [given, matrices], {
    interpolation,
    fillMode,
    fillValue: typeof fillValue === 'number' ? fillValue : [...fillValue],
    outputShape: pairOf(op, 'size', size),
  }) as Tensor<Ok<Resized<A, H, W>>>;
}

function checkOneOf(name: string, value: string, names: readonly string[]): void {
  if (names.includes(value)) return;
  const list = names.map((each) => `'${each}'`).join(', ');
  throw new ValueError(`affineTransform: ${name} must be one of ${list}, got ${describeValue(value)}`);
}
