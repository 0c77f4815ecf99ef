import type { FusedBatchNormAttrs, FusedBatchNormInputs } from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';

/** Adapters of normalization. */
export const normalization: Adapters = {
  FusedBatchNorm: adapter<FusedBatchNormInputs, FusedBatchNormAttrs>(({ backend, inputs, attrs }) => {
    const { x, mean, variance, offset, scale } = inputs;
    const number = (value: number) => backend.make(Float32Array.of(value), [], 'float32');
    return backend.one('FusedBatchNorm', [x, mean, variance, offset ?? number(0), scale ?? number(1)], {
      varianceEpsilon: attrs.varianceEpsilon ?? 0.001,
    });
  }),
};
