import { beside } from '../beside.js';
import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { type AffineTransformOptions, affineTransform } from './affine-transform.js';
import { checkImages } from './kinds/check-images.js';
import { checkOptions } from './kinds/check-options.js';
import { checkTensor } from './kinds/operands.js';
import { tensor } from './tensor.js';

/** Options of {@link rotateWithOffset}. */
export interface RotateOptions extends Omit<AffineTransformOptions, 'size'> {
  /**
   * The pixel that stays, as parts of the width and the height: [x, y], or one number for both. Default 0.5, as in
   * TensorFlow.js; the exact middle of n pixels is (n − 1) / 2n.
   */
  readonly center?: number | readonly [number, number];
}

/**
 * Images turned against the clock, around their middle or another pixel.
 *
 * @param images - [batch, height, width, channels]; int32 is cast to float32
 * @param radians - the angle; π / 2 is a quarter turn
 * @param options - as those of {@link affineTransform}, and the center
 * @returns float32, the images' shape
 * @throws ShapeError for images of another rank, ValueError for an angle or center that is not finite, DtypeError for bool
 * @example
 * const image = tensor([[[[1], [2]], [[3], [4]]]]);
 * rotateWithOffset(image, Math.PI, { center: 0.25 }).reshape([4]).arraySync() // [4, 3, 2, 1]
 */
export function rotateWithOffset<S extends Shape>(
  images: Tensor<S>,
  radians: number,
  options: RotateOptions = {},
): Tensor<S> {
  const op = 'rotateWithOffset';
  const names = ['center', 'interpolation', 'fillMode', 'fillValue'] as const;
  const { center = 0.5, ...rest } = checkOptions(op, options, names);
  const [, height, width] = checkImages(op, checkTensor(op, images, 'images').shape);
  const point: readonly number[] = typeof center === 'number' ? [center, center] : center;
  if (!Array.isArray(point) || point.length !== 2 || ![radians, ...point].every(Number.isFinite)) {
    throw new ValueError(
      `${op}: expects a finite angle and center, got ${describeValue(radians)} and ${describeValue(center)}`,
    );
  }
  const [x, y] = [(point[0] as number) * width, (point[1] as number) * height];
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  const matrix = [cosine, -sine, x - x * cosine + y * sine, sine, cosine, y - x * sine - y * cosine, 0, 0];
  return scope(() =>
    affineTransform(
      images as Tensor,
      beside(images, () => tensor([matrix])),
      rest,
    ),
  ) as unknown as Tensor<S>;
}
