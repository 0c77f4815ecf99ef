import { because, type ConformanceOptions } from '../conformance.js';
import { unseenIndices } from './unseen-indices.js';

/** How the WebGPU backend of TensorFlow.js may differ, and why. */
export const tfjsWebgpu: ConformanceOptions = {
  // Drivers round divisions, roots and exponentials by a few units in the last place.
  tolerance: { absolute: 2e-5, relative: 1e-5 },
  differenceCount: 49,
  differences: {
    ...because(
      'numbers below 1.2e-38 count as 0',
      'op argSort: NaN, infinities and zeros',
      'op argSort: NaN, infinities and zeros, descending',
      'op topK: indices, NaN, infinities and zeros',
    ),
    ...because(
      'angles beyond 1e7 are reduced in float32',
      'op cos: extremes',
      'op sin: extremes',
      'op tan: extremes',
    ),
    ...because(
      'the rest of a quotient beyond 2²⁴ is that of a rounded quotient',
      'op mod: every pair of extremes',
    ),
    ...because(
      'shares of 0 are multiplied as others are, and 0 · ∞ is NaN',
      'op resizeBilinear: NaN and infinities',
      'op resizeBilinear: a gradient that is not finite reaches no pixel that was not read',
      'op resizeNearestNeighbor: a gradient that is not finite reaches no pixel that was not read',
    ),
    ...because(
      'coordinates are float32: one halfway between two pixels, or between the ends of a wrapped image, may fall to the other',
      'op affineTransform: bilinear, wrap',
      'op affineTransform: bilinear, wrap, the gradient of the images',
      'op affineTransform: nearest, constant',
      'op affineTransform: nearest, many elements',
      'op affineTransform: nearest, nearest',
      'op affineTransform: nearest, reflect',
      'op affineTransform: nearest, wrap',
      'op affineTransform: nearest, wrap, the gradient of the images',
    ),
    ...because('the mean of a row is rounded to float32 before it is subtracted', 'op layerNorm: far from 0'),
    ...because(
      'the squares of deviations leave the range of float32',
      'op layerNorm: gradients of the size of 1e37',
      'op layerNorm: gradients of the size of 2e-38',
      'op layerNorm: of the size of 1e-22',
      'op layerNorm: of the size of 1e-30',
      'op layerNorm: of the size of 1e19',
      'op layerNorm: of the size of 1e25',
      'op layerNorm: of the size of 1e38',
    ),
    ...because(
      'x and the mean are divided one by one, and ∞ − ∞ is NaN',
      'fault F37: batchNorm takes a variance of -1e-9 for 0',
    ),
    ...because('no more than six axes', 'fault F14: oneHot with a result of nine axes'),
    ...because(
      'a division by 0 is not seen without waiting for the device',
      'fault F23: floorDiv of int32 by 0',
      'fault F23: floorDiv of int32 by a tensor with a 0',
      'fault F23: mod of int32 by 0',
      'fault F23: mod of int32 by a tensor with a 0',
    ),
    ...unseenIndices,
  },
};
