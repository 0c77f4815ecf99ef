import type { Show } from '@descent/core';
import { describe, expectTypeOf, it } from 'vitest';
import {
  activation,
  add,
  batchNorm,
  conv1d,
  conv2dTranspose,
  conv3d,
  cropping2d,
  depthwiseConv2d,
  embedding,
  globalAveragePool2d,
  groupNorm,
  input,
  layerNorm,
  maxPool1d,
  normalization,
  permute,
  repeatVector,
  type Symbolic,
  separableConv2d,
  sequential,
  upSampling2d,
  zeroPadding1d,
} from './index.js';

describe('layers carry their shapes', () => {
  it('of lines', () => {
    const series = sequential(
      { input: [20] },
      embedding(100, 8),
      conv1d({ filters: 6, kernelSize: 3, padding: 'causal', strides: 2 }),
      zeroPadding1d([1, 2]),
      maxPool1d(3),
    );
    expectTypeOf(series.outputShape).toEqualTypeOf<readonly [4, 6]>();
  });

  it('of images', () => {
    const image = sequential(
      { input: [28, 28, 3] },
      depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      separableConv2d({ filters: 8, kernelSize: 3, padding: 'same', strides: 2 }),
      conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 }),
      cropping2d([[1, 0], 3]),
      upSampling2d([1, 2]),
      permute([3, 1, 2]),
    );
    expectTypeOf(image.outputShape).toEqualTypeOf<readonly [4, 26, 42]>();
    const pooled = sequential({ input: [4, 5, 6] }, globalAveragePool2d(), repeatVector(3));
    expectTypeOf(pooled.outputShape).toEqualTypeOf<readonly [3, 6]>();
  });

  it('of what is normalised', () => {
    const normal = sequential(
      { input: [4, 4, 96] },
      normalization({ mean: 0, variance: 1 }),
      batchNorm(),
      layerNorm({ axis: [1, 2] }),
      groupNorm(),
      groupNorm({ groups: 2, axis: 1 }),
      groupNorm({ groups: -1 }),
      groupNorm({ groups: 5 as number }),
    );
    expectTypeOf(normal.outputShape).toEqualTypeOf<readonly [4, 4, 96]>();
  });

  it('unknown where a size is', () => {
    const width = 7 as number;
    const line = sequential({ input: [width, 2] }, conv1d({ filters: 4, kernelSize: 3 }));
    expectTypeOf(line.outputShape).toEqualTypeOf<readonly [number, 4]>();
  });

  it('of unknown rank too', () => {
    const block = (x: Symbolic): Symbolic => activation('relu')(batchNorm()(x));
    expectTypeOf(block).returns.toEqualTypeOf<Symbolic>();
  });

  it('and refuse what cannot follow', () => {
    // @ts-expect-error layer 1 (conv3d) expects [depth, height, width, channels], got [4, 4, 1]
    sequential({ input: [4, 4, 1] }, conv3d({ filters: 1, kernelSize: 2 }));
    // @ts-expect-error layer 1 (maxPool1d) expects at least 5 cells, got [4, 1]
    sequential({ input: [4, 1] }, maxPool1d(5));
    // @ts-expect-error layer 1 (cropping2d) expects more cells than are cropped, got [4, 4, 1]
    sequential({ input: [4, 4, 1] }, cropping2d(2));
    // @ts-expect-error layer 1 (permute) expects a permutation of the axes of [4, 4, 1]
    sequential({ input: [4, 4, 1] }, permute([2, 1]));
    // @ts-expect-error layer 1 (groupNorm) expects channels that fall into 32 groups, got [4, 4, 48]
    sequential({ input: [4, 4, 48] }, groupNorm());
    // @ts-expect-error layer 1 (repeatVector) expects [features], got [4, 1]
    sequential({ input: [4, 1] }, repeatVector(2));
    const [a, b] = [input([2, 3]), input([2, 4])];
    // @ts-expect-error add expects a shape that broadcasts with [2, 3], got [2, 3], [2, 4]
    add()([a, b]);
    expectTypeOf<Show<readonly [readonly [2, 3], readonly [2, 4]]>>().toEqualTypeOf<'[2, 3], [2, 4]'>();
  });
});
