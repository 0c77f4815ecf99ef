import type {
  ResizeBilinearAttrs,
  ResizeBilinearGradInputs,
  ResizeBilinearInputs,
} from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { as, asNumber } from './elementwise.js';

/** Attributes of our resizing kernels. */
function attrsOf({ alignCorners, halfPixelCenters }: ResizeBilinearAttrs, size: readonly number[]) {
  return {
    size: [...size],
    alignCorners: Boolean(alignCorners),
    halfPixelCenters: Boolean(halfPixelCenters),
  };
}

/** An adapter of the gradient of a resizing kernel. */
function gradient(name: string): Adapters[string] {
  return adapter<ResizeBilinearGradInputs, ResizeBilinearAttrs>(
    ({ backend, inputs: { dy, images }, attrs }) =>
      backend.one(name, [as(backend, dy, 'float32'), images], attrsOf(attrs, dy.shape.slice(1, 3))),
  );
}

/** Adapters of the kernels that take images. */
export const images: Adapters = {
  ResizeBilinear: adapter<ResizeBilinearInputs, ResizeBilinearAttrs>(({ backend, inputs, attrs }) =>
    backend.one('ResizeBilinear', [as(backend, inputs.images, 'float32')], attrsOf(attrs, attrs.size)),
  ),
  ResizeBilinearGrad: gradient('ResizeBilinearGrad'),
  ResizeNearestNeighbor: adapter<ResizeBilinearInputs, ResizeBilinearAttrs>(({ backend, inputs, attrs }) =>
    backend.one('ResizeNearestNeighbor', [asNumber(backend, inputs.images)], attrsOf(attrs, attrs.size)),
  ),
  ResizeNearestNeighborGrad: gradient('ResizeNearestNeighborGrad'),
};
