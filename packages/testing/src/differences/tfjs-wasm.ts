import { because, type ConformanceOptions } from '../conformance.js';
import { transforms } from './transforms.js';

/** How the WebAssembly backend of TensorFlow.js may differ, and why. */
export const tfjsWasm: ConformanceOptions = {
  // Places between pixels, and sums, are float32.
  tolerance: { absolute: 2e-5, relative: 1e-5 },
  differenceCount: 53,
  differences: {
    ...because(
      'elements around a NaN are left unsorted, and equal ones in any order',
      'op topK: values, NaN, infinities and zeros',
      'op sort: NaN, infinities and zeros, descending',
      'op topK: indices, NaN, infinities and zeros',
      'op argSort: NaN, infinities and zeros, descending',
      'op sort: NaN, infinities and zeros',
      'op argSort: NaN, infinities and zeros',
      'fault F38: argSort, descending, keeps equal ones in their order',
      'fault F38: sort puts NaN last, and keeps -0 before 0 where it stood before it',
      'fault F38: argSort keeps equal ones in their order',
      'fault F38: topK takes NaN first, as argMax does',
    ),
    ...because('angles beyond 1e4 are reduced in float32', 'op sin: extremes', 'op cos: extremes'),
    ...because('1 to the power of NaN is 1, of whatever sign', 'op pow: every pair of extremes'),
    ...because('the rest by ±∞ is NaN', 'op mod: every pair of extremes'),
    ...because(
      'the absolute value of −2³¹ is −2³¹, which wraps around',
      'op abs: int32',
      'fault F20: int32 abs of the least',
    ),
    ...because('−2³¹ by −1 wraps around', 'op floorDiv: int32, both signs and both ends'),
    ...because(
      'shares of 0 are multiplied as others are, and 0 · ∞ is NaN',
      'op resizeBilinear: NaN and infinities',
      'op resizeBilinear: a gradient that is not finite reaches no pixel that was not read',
      'op resizeNearestNeighbor: a gradient that is not finite reaches no pixel that was not read',
    ),
    ...because(
      'cells of padding are zeros that are multiplied',
      'op depthwiseConv2d: weights that are not finite do not reach padding',
    ),
    ...because('the mean of a row is rounded to float32 before it is subtracted', 'op layerNorm: far from 0'),
    ...because(
      'the squares of deviations leave the range of float32',
      'op layerNorm: of the size of 1e-30',
      'op layerNorm: of the size of 1e-22',
      'op layerNorm: of the size of 1e19',
      'op layerNorm: of the size of 1e25',
      'op layerNorm: of the size of 1e38',
      'op layerNorm: gradients of the size of 1e37',
    ),
    ...transforms,
    ...because(
      'Transform rounds halves away from 0, and takes pixels outside from other places',
      'op affineTransform: nearest, constant',
      'op affineTransform: nearest, reflect',
      'op affineTransform: nearest, wrap',
      'op affineTransform: nearest, nearest',
      'op affineTransform: nearest, many elements',
      'op affineTransform: bilinear, reflect',
      'op affineTransform: bilinear, wrap',
    ),
    ...because(
      'Transform reads a pixel at a place that is no number',
      'fault F4: affineTransform by NaN and infinities: the value outside',
    ),
    ...because(
      'NaN is passed over',
      'op maxPool2d: ties and NaN',
      'fault F38: maxPool2d of 1, NaN, 3, NaN is NaN',
      'fault F38: gradient of maxPool2d goes to the first NaN',
    ),
  },
};
