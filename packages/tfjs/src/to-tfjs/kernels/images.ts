import {
  backend_util,
  type ResizeBilinearAttrs,
  type ResizeBilinearGradInputs,
  type ResizeBilinearInputs,
  type RotateWithOffsetAttrs,
  type RotateWithOffsetInputs,
  type TransformAttrs,
  type TransformInputs,
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
  Transform: adapter<TransformInputs, TransformAttrs>(({ backend, inputs: { image, transforms }, attrs }) =>
    backend.one('Transform', [as(backend, image, 'float32'), as(backend, transforms, 'float32')], {
      interpolation: attrs.interpolation,
      fillMode: attrs.fillMode,
      fillValue: attrs.fillValue,
      outputShape: attrs.outputShape ?? image.shape.slice(1, 3),
    }),
  ),
  RotateWithOffset: adapter<RotateWithOffsetInputs, RotateWithOffsetAttrs>(
    ({ backend, inputs: { image }, attrs: { radians, fillValue, center } }) => {
      const [, height, width, channels] = image.shape as [number, number, number, number];
      const [x, y] = backend_util.getImageCenter(center, height, width);
      const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
      const shift = [x - x * cosine + y * sine, y - x * sine - y * cosine] as const;
      const matrix = Float32Array.of(cosine, -sine, shift[0], sine, cosine, shift[1], 0, 0);
      // A colour outside is opaque.
      const fillOf = (channel: number) => (channel === 3 ? 255 : ((fillValue as number[])[channel] ?? 0));
      return backend.one(
        'Transform',
        [as(backend, image, 'float32'), backend.make(matrix, [1, 8], 'float32')],
        {
          interpolation: 'nearest',
          fillMode: 'constant',
          fillValue:
            typeof fillValue === 'number' ? fillValue : Array.from({ length: channels }, (_, c) => fillOf(c)),
          outputShape: [height, width],
        },
      );
    },
  ),
};
