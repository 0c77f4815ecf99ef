import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import { checkNumeric } from './kinds/operands.js';
import {
  type ResizeAttrs,
  type Resized,
  type ResizeOptions,
  resizeAttrs,
  resizeSamples,
} from './kinds/resizing.js';
import { readSamples } from './kinds/sampling.js';
import { resizeNearestNeighborGradientKernel } from './resize-nearest-neighbor-gradient.js';

/** ResizeNearestNeighbor [images]. */
export const resizeNearestNeighborKernel: Kernel<ResizeAttrs> = defineKernel({
  name: 'ResizeNearestNeighbor',
  op: 'resizeNearestNeighbor',
  outputs: ([images], { size }) => {
    const { shape, dtype } = images as TensorSpec;
    return [{ shape: [shape[0] as number, ...size, shape[3] as number], dtype }];
  },
  reference([images], [out], attrs) {
    const given = images as HostTensor;
    readSamples(given, out as HostTensor, resizeSamples(given, attrs, 'nearest'));
  },
  gradient: ([dy], { inputs: [images], attrs }) => [
    applyOne(resizeNearestNeighborGradientKernel, [dy as Tensor, images as Tensor], attrs),
  ],
});

/**
 * Images in another size, each pixel a copy of the nearest: keeps edges hard, and whole numbers such as labels. A
 * pixel i is ⌊i · in / out⌋, or what the options say.
 *
 * @param images - [batch, height, width, channels] of numbers
 * @param size - [height, width]
 * @returns [batch, ...size, channels] of the images' dtype
 * @throws ShapeError for images of another rank or without pixels, E_SIZE; ValueError for a size that is not of whole
 * numbers ≥ 1, or both options; DtypeError for bool
 * @example resizeNearestNeighbor(tensor([[[[0], [1]]]]), [1, 4]).reshape([4]).arraySync() // [0, 0, 1, 1]
 */
export function resizeNearestNeighbor<A extends Shape, const H extends number, const W extends number>(
  images: Tensor<A>,
  size: readonly [H, W],
  options: ResizeOptions = {},
): Tensor<Ok<Resized<A, H, W>>> {
  const given = checkNumeric('resizeNearestNeighbor', images, 'images');
  const attrs = resizeAttrs('resizeNearestNeighbor', given.shape, size, options);
  return applyOne(resizeNearestNeighborKernel, [given], attrs) as Tensor<Ok<Resized<A, H, W>>>;
}
