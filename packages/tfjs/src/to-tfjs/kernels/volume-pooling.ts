import {
  type AvgPool3DGradInputs,
  backend_util,
  type MaxPool3DGradAttrs,
  type MaxPool3DGradInputs,
  type UnaryInputs,
} from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { as } from './elementwise.js';
import { volumePadding } from './volume-padding.js';

/** A window's sizes over a volume. */
function infoOf(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: MaxPool3DGradAttrs,
): backend_util.Conv3DInfo {
  const volume = shape as [number, number, number, number, number];
  return backend_util.computePool3DInfo(volume, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Attributes of our kernels that pool volumes. */
function attrsOf(info: backend_util.Conv3DInfo) {
  return {
    filterSize: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    pad: volumePadding(info),
  };
}

/** Pools, or gives the nothing that upstream makes of a window larger than the volume. */
function pooled(kernelName: 'AvgPool3D' | 'MaxPool3D') {
  return adapter<UnaryInputs, MaxPool3DGradAttrs>(({ backend, inputs: { x }, attrs }) => {
    const info = infoOf(x.shape, attrs);
    if (info.outShape.includes(0)) return backend.make(new Float32Array(0), info.outShape, 'float32');
    return backend.one(kernelName, [as(backend, x, 'float32')], attrsOf(info));
  });
}

/** Adapters of pooling over volumes and its gradients; tfjs has them with the channels last only. */
export const volumePooling: Adapters = {
  AvgPool3D: pooled('AvgPool3D'),
  AvgPool3DGrad: adapter<AvgPool3DGradInputs, MaxPool3DGradAttrs>(
    ({ backend, inputs: { dy, input }, attrs }) =>
      backend.one('AvgPool3DGrad', [dy, input], attrsOf(infoOf(input.shape, attrs))),
  ),
  MaxPool3D: pooled('MaxPool3D'),
  MaxPool3DGrad: adapter<MaxPool3DGradInputs, MaxPool3DGradAttrs>(
    ({ backend, inputs: { dy, input, output }, attrs }) =>
      backend.one('MaxPool3DGrad', [dy, input, output], attrsOf(infoOf(input.shape, attrs))),
  ),
};
