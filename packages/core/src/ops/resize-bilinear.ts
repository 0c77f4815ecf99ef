import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import { checkFloat } from './kinds/operands.js';
import {
  type ResizeAttrs,
  type Resized,
  type ResizeOptions,
  resizeAttrs,
  resizeSamples,
} from './kinds/resizing.js';
import { readSamples } from './kinds/sampling.js';
import { resizeBilinearGradientKernel } from './resize-bilinear-gradient.js';

/** ResizeBilinear [images]. */
export const resizeBilinearKernel: Kernel<ResizeAttrs> = defineKernel({
  name: 'ResizeBilinear',
  op: 'resizeBilinear',
  outputs: ([images], { size }) => {
    const { shape, dtype } = images as TensorSpec;
    return [{ shape: [shape[0] as number, ...size, shape[3] as number], dtype }];
  },
  reference([images], [out], attrs) {
    const given = images as HostTensor;
    readSamples(given, out as HostTensor, resizeSamples(given, attrs, 'bilinear'));
  },
  gradient: ([dy], { inputs: [images], attrs }) => [
    applyOne(resizeBilinearGradientKernel, [dy as Tensor, images as Tensor], attrs),
  ],
});

/**
 * Images in another size, each pixel mixed from the four around its place by their distance: smooth, and right for
 * photographs. A pixel i lies at i · in / out, or where the options say.
 *
 * @param images - [batch, height, width, channels]; int32 is cast to float32
 * @param size - [height, width]
 * @returns float32 [batch, ...size, channels]
 * @throws ShapeError for images of another rank or without pixels, E_SIZE; ValueError for a size that is not of whole
 * numbers ≥ 1, or both options; DtypeError for bool
 * @example resizeBilinear(tensor([[[[0], [1]]]]), [1, 4]).reshape([4]).arraySync() // [0, 0.5, 1, 1]
 */
export function resizeBilinear<A extends Shape, const H extends number, const W extends number>(
  images: Tensor<A>,
  size: readonly [H, W],
  options: ResizeOptions = {},
): Tensor<Ok<Resized<A, H, W>>> {
  const given = checkFloat('resizeBilinear', images, 'images');
  const attrs = resizeAttrs('resizeBilinear', given.shape, size, options);
  return applyOne(resizeBilinearKernel, [given], attrs) as Tensor<Ok<Resized<A, H, W>>>;
}
