import {
  type AvgPoolGradInputs,
  backend_util,
  type MaxPoolAttrs,
  type MaxPoolGradInputs,
  type UnaryInputs,
} from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { explicitPadding } from './convolution.js';
import { as } from './elementwise.js';

/** Attributes of our pooling kernels. */
function attrsOf(shape: readonly number[], { filterSize, strides, pad, dimRoundingMode }: MaxPoolAttrs) {
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return {
    filterSize: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pad: explicitPadding(info),
  };
}

/** Adapters of pooling and its gradients. */
export const pooling: Adapters = {
  AvgPool: adapter<UnaryInputs, MaxPoolAttrs>(({ backend, inputs: { x }, attrs }) =>
    backend.one('AvgPool', [as(backend, x, 'float32')], attrsOf(x.shape, attrs)),
  ),
  AvgPoolGrad: adapter<AvgPoolGradInputs, MaxPoolAttrs>(({ backend, inputs: { dy, input }, attrs }) =>
    backend.one('AvgPoolGrad', [dy, input], attrsOf(input.shape, attrs)),
  ),
  MaxPool: adapter<UnaryInputs, MaxPoolAttrs>(({ backend, inputs: { x }, attrs }) => {
    const pooled = backend.one('MaxPool', [as(backend, x, 'float32')], attrsOf(x.shape, attrs));
    return as(backend, pooled, x.dtype);
  }),
  MaxPoolGrad: adapter<MaxPoolGradInputs, MaxPoolAttrs>(({ backend, inputs: { dy, input, output }, attrs }) =>
    backend.one('MaxPoolGrad', [dy, input, output], attrsOf(input.shape, attrs)),
  ),
};
