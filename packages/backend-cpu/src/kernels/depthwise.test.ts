import { type Attrs, type Padding, sizeOf, windowGeometry } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, type Given, runNative, runReference, uniform } from '../test-support.js';

interface Depthwise {
  readonly window: [number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: Padding;
}

const explicit: Padding = [
  [0, 0],
  [2, 0],
  [1, 3],
  [0, 0],
];

/** The fast ways are for windows of three columns, strides of 1 and at least four pixels between the edges. */
const geometries: readonly Depthwise[] = [
  { window: [3, 3], strides: [1, 1], dilations: [1, 1], pad: 'same' },
  { window: [3, 3], strides: [1, 1], dilations: [1, 1], pad: 'valid' },
  { window: [3, 3], strides: [2, 2], dilations: [1, 1], pad: 'same' },
  { window: [3, 3], strides: [2, 2], dilations: [2, 2], pad: explicit },
  { window: [5, 5], strides: [1, 1], dilations: [1, 1], pad: 'same' },
  { window: [2, 3], strides: [1, 3], dilations: [3, 1], pad: 1 },
  { window: [1, 1], strides: [1, 1], dilations: [1, 1], pad: 4 },
  { window: [4, 2], strides: [40, 50], dilations: [1, 1], pad: 'same' },
  { window: [3, 13], strides: [1, 1], dilations: [1, 1], pad: 'same' },
];

const rows = geometries.flatMap((geometry) =>
  [1, 3, 4, 9].flatMap((channels) =>
    [1, 2].map((multiplier) => ({ ...geometry, image: [2, 9, 11, channels], multiplier })),
  ),
);

const random = (seed: number, shape: readonly number[]): Given => floats(uniform(seed, sizeOf(shape)), shape);

describe.each(backends)('depthwise convolution on $description', (backend) => {
  it.each(rows)(
    'is that of the reference kernels: x $image, multiplier $multiplier, window $window, strides $strides, dilations $dilations, pad $pad',
    ({ image, multiplier, window, strides, dilations, pad }) => {
      const channels = image[3] as number;
      const filterShape = [...window, channels, multiplier];
      const g = windowGeometry('depthwiseConv2d', image, { window, strides, dilations, pad });
      const attrs = { strides, dilations, pad };
      const outShape = [g.batchSize, g.outHeight, g.outWidth, channels * multiplier];
      const [x, filter, dy] = [random(1, image), random(2, filterShape), random(3, outShape)];
      const check = (name: string, inputs: readonly Given[], more: Attrs, shape: readonly number[]) =>
        expectClose(
          runNative(backend, name, inputs, { ...attrs, ...more }, shape),
          runReference(name, inputs, { ...attrs, ...more }, shape),
          { absolute: 1e-5 },
        );
      check('DepthwiseConv2dNative', [x, filter], {}, outShape);
      check('DepthwiseConv2dNativeBackpropFilter', [x, dy], { filterShape }, filterShape);
      check('DepthwiseConv2dNativeBackpropInput', [dy, filter], { inputShape: image }, image);
    },
  );

  it('keeps NaN and ∞ in their channel', () => {
    const values = Array.from({ length: 6 * 6 * 5 }, (_, i) => (i % 5 === 1 ? Number.NaN : 1));
    const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'valid' };
    const y = runNative(
      backend,
      'DepthwiseConv2dNative',
      [floats(values, [1, 6, 6, 5]), floats(new Array(45).fill(1), [3, 3, 5, 1])],
      attrs,
      [1, 4, 4, 5],
    );
    y.forEach((value, i) => {
      expect(value).toBe(i % 5 === 1 ? Number.NaN : 9);
    });
  });

  it('of a batch of none: a filter gradient of zeros', () => {
    const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'valid', filterShape: [2, 2, 2, 1] };
    const inputs = [floats([], [0, 4, 4, 2]), floats([], [0, 3, 3, 2])];
    const dw = runNative(backend, 'DepthwiseConv2dNativeBackpropFilter', inputs, attrs, [2, 2, 2, 1]);
    expect([...dw]).toEqual(new Array(8).fill(0));
  });
});
