import { type Attrs, type Padding, sizeOf, volumeGeometry } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, type Given, runNative, runReference, uniform } from '../test-support.js';

type Three = readonly [number, number, number];

interface Volume {
  readonly window: Three;
  readonly strides: Three;
  readonly dilations: Three;
  readonly pad: Padding;
}

const explicit: Padding = [
  [0, 0],
  [1, 0],
  [2, 0],
  [1, 3],
  [0, 0],
];

/** Enough output pixels for several blocks; windows with one row of taps in a piece, and tap by tap. */
const geometries: readonly Volume[] = [
  { window: [3, 3, 3], strides: [1, 1, 1], dilations: [1, 1, 1], pad: 'same' },
  { window: [2, 3, 2], strides: [1, 1, 1], dilations: [1, 1, 1], pad: 'valid' },
  { window: [3, 3, 3], strides: [2, 2, 2], dilations: [1, 1, 1], pad: 'same' },
  { window: [2, 2, 3], strides: [1, 3, 2], dilations: [2, 1, 2], pad: explicit },
  { window: [1, 1, 1], strides: [1, 1, 1], dilations: [1, 1, 1], pad: 2 },
  { window: [2, 2, 2], strides: [40, 50, 60], dilations: [1, 1, 1], pad: 'same' },
];
const rows = geometries.flatMap((geometry) =>
  [1, 3, 4, 17].map((channels) => ({ ...geometry, volume: [2, 5, 7, 8, channels] })),
);

const random = (seed: number, shape: readonly number[]): Given => floats(uniform(seed, sizeOf(shape)), shape);
const title = 'x $volume, window $window, strides $strides, dilations $dilations, pad $pad';

describe.each(backends)('kernels over volumes on $description', (backend) => {
  const check = (name: string, inputs: readonly Given[], attrs: Attrs, shape: readonly number[]) => {
    const expected = runReference(name, inputs, attrs, shape);
    expectClose(runNative(backend, name, inputs, attrs, shape), expected, { absolute: 2e-5 });
    return floats(expected, shape);
  };

  it.each(rows)(`convolve as the reference kernels: ${title}`, ({ volume, ...row }) => {
    const { window, strides, dilations, pad } = row;
    const { batchSize, depth, height, width } = volumeGeometry('conv3d', volume, row);
    const filterShape = [...window, volume[4] as number, 5];
    const outShape = [batchSize, depth.out, height.out, width.out, 5];
    const attrs = { strides, dilations, pad };
    const [x, filter, dy] = [random(1, volume), random(2, filterShape), random(3, outShape)];
    check('Conv3D', [x, filter], attrs, outShape);
    check('Conv3DBackpropFilterV2', [x, dy], { ...attrs, filterShape }, filterShape);
    check('Conv3DBackpropInputV2', [dy, filter], { ...attrs, inputShape: volume }, volume);
  });

  it.each(rows)(`pool as the reference kernels, ties and all: ${title}`, ({ volume, ...row }) => {
    const { window: filterSize, strides, pad } = row;
    const { batchSize, channels, ...axes } = volumeGeometry('maxPool3d', volume, { ...row, dilations: 1 });
    const outShape = [batchSize, axes.depth.out, axes.height.out, axes.width.out, channels];
    const attrs = { filterSize, strides, pad };
    // Few distinct values, so that ties are common.
    const x = floats(uniform(1, sizeOf(volume), 2).map(Math.round), volume);
    const [dy, dx] = [random(2, outShape), random(3, volume)];
    check('AvgPool3D', [x], attrs, outShape);
    check('AvgPool3DGrad', [dy, x], attrs, volume);
    const y = check('MaxPool3D', [x], attrs, outShape);
    check('MaxPool3DGrad', [dy, x, y], attrs, volume);
    check('MaxPool3DGradGrad', [dx, x, y], attrs, outShape);
  });

  it('of a batch of none: a filter gradient of zeros', () => {
    const attrs = { strides: 1, dilations: 1, pad: 'valid', filterShape: [2, 2, 2, 1, 1] };
    const inputs = [floats([], [0, 4, 4, 4, 1]), floats([], [0, 3, 3, 3, 1])];
    const dw = runNative(backend, 'Conv3DBackpropFilterV2', inputs, attrs, [2, 2, 2, 1, 1]);
    expect([...dw]).toEqual(new Array(8).fill(0));
  });
});
