import { because, type ConformanceOptions } from '../conformance.js';
import { transforms } from './transforms.js';

/** How the CPU backend of TensorFlow.js may differ, and why. */
export const tfjsCpu: ConformanceOptions = {
  differenceCount: 55,
  differences: {
    ...because(
      'products of int32 go through float64, so the low bits of large ones are lost',
      'op cumprod: int32 wraps around',
      'op squaredDifference: int32 wraps around',
      'op mul: int32 keeps the low bits',
      'fault F20: int32 mul, beyond what a double holds exactly',
      'fault F20: int32 square, beyond what a double holds exactly',
      'fault F20: int32 squaredDifference beyond the ends',
      'fault F20: int32 prod beyond the ends',
      'fault F20: int32 prod of 40 threes, beyond what a double holds exactly',
    ),
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
    ...because(
      'casts to int32 wrap around, and NaN is 0',
      'op cast to int32: extremes',
      'op cast: beyond int32 and NaN',
      'fault F20: cast to int32 of NaN, infinities, 1e20 and fractions',
    ),
    ...because(
      '(±1) to the power of ±∞ and NaN is NaN, as in JavaScript',
      'op pow: every pair of extremes',
      'fault F35: pow of 0 and 0, -8 and 1/3, 1 and NaN',
    ),
    ...because('the rest by ±∞ is NaN', 'op mod: every pair of extremes'),
    ...because(
      'the absolute value of −2³¹ is taken as float32',
      'op abs: int32',
      'fault F20: int32 abs of the least',
    ),
    ...because('the square is taken as float32', 'op square: int32'),
    ...because(
      'shares of 0 are multiplied as others are, and 0 · ∞ is NaN',
      'op resizeBilinear: NaN and infinities',
      'op resizeBilinear: a gradient that is not finite reaches no pixel that was not read',
      'op resizeNearestNeighbor: a gradient that is not finite reaches no pixel that was not read',
    ),
    ...transforms,
    ...because('the mean of a row is rounded to float32 before it is subtracted', 'op layerNorm: far from 0'),
    ...because(
      'the squares of deviations leave the range of float32',
      'op layerNorm: of the size of 1e-30',
      'op layerNorm: of the size of 1e-22',
      'op layerNorm: of the size of 1e19',
      'op layerNorm: of the size of 1e25',
      'op layerNorm: of the size of 1e38',
    ),
    ...because(
      'NaN is passed over',
      'op maxPool2d: ties and NaN',
      'op maxPool3d: ties and NaN',
      'fault F38: maxPool2d of 1, NaN, 3, NaN is NaN',
      'fault F38: gradient of maxPool2d goes to the first NaN',
    ),
    ...because(
      'the rows of a number below 0 are added to the first',
      'fault F8: unsortedSegmentSum adds rows with the same number, in their order',
    ),
  },
};
