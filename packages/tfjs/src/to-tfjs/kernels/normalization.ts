import type { FusedBatchNormAttrs, FusedBatchNormInputs } from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';

/** Adapters of normalization. */
export const normalization: Adapters = {
  // (x − mean) · scale / √(variance + ε) + offset
  FusedBatchNorm: adapter<FusedBatchNormInputs, FusedBatchNormAttrs>(({ backend, inputs, attrs }) => {
    const { x, mean, variance, offset, scale } = inputs;
    const epsilon = backend.make(Float32Array.of(attrs.varianceEpsilon ?? 0.001), [], 'float32');
    const inverse = backend.one('Rsqrt', [backend.one('Add', [variance, epsilon])]);
    const factor = scale ? backend.one('Multiply', [inverse, scale]) : inverse;
    const scaled = backend.one('Multiply', [backend.one('Sub', [x, mean]), factor]);
    return offset ? backend.one('Add', [scaled, offset]) : scaled;
  }),
};
