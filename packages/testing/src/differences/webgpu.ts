import { because, type ConformanceOptions } from '../conformance.js';

/** Where WGSL differs from the reference kernels, in browsers and on Dawn. */
export const webgpu: ConformanceOptions = {
  differenceCount: 1,
  differences: because('numbers below 1.2e-38 count as 0', 'op layerNorm: gradients of the size of 2e-38'),
};
