import { describe, expect, it } from 'vitest';
import type { Tensor } from '../index.js';
import * as core from '../index.js';

const x = (...shape: number[]): Tensor => core.zeros(shape) as Tensor;
const [line, image, volume] = [
  [1, 4, 1],
  [1, 4, 4, 1],
  [1, 4, 4, 4, 1],
] as const;

/** Every op that takes options, called with them. */
const calls: Readonly<Record<string, (options: never) => unknown>> = {
  affineTransform: (options) => core.affineTransform(x(...image), x(1, 8), options),
  all: (options) => core.all(core.greater(x(2), 0), 0, options),
  any: (options) => core.any(core.greater(x(2), 0), 0, options),
  argSort: (options) => core.argSort(x(2), 0, options),
  averagePool1d: (options) => core.averagePool1d(x(...line), 2, options),
  averagePool2d: (options) => core.averagePool2d(x(...image), 2, options),
  averagePool3d: (options) => core.averagePool3d(x(...volume), 2, options),
  batchNorm: (options) => core.batchNorm(x(2, 3), x(3), x(3), options),
  conv1d: (options) => core.conv1d(x(...line), x(2, 1, 1), options),
  conv1dTranspose: (options) => core.conv1dTranspose(x(...line), x(2, 1, 1), options),
  conv2d: (options) => core.conv2d(x(...image), x(2, 2, 1, 1), options),
  conv2dTranspose: (options) => core.conv2dTranspose(x(...image), x(2, 2, 1, 1), options),
  conv3d: (options) => core.conv3d(x(...volume), x(2, 2, 2, 1, 1), options),
  conv3dTranspose: (options) => core.conv3dTranspose(x(...volume), x(2, 2, 2, 1, 1), options),
  cumprod: (options) => core.cumprod(x(2), 0, options),
  cumsum: (options) => core.cumsum(x(2), 0, options),
  depthwiseConv2d: (options) => core.depthwiseConv2d(x(...image), x(2, 2, 1, 1), options),
  gelu: (options) => core.gelu(x(2), options),
  layerNorm: (options) => core.layerNorm(x(2, 3), options),
  logSumExp: (options) => core.logSumExp(x(2), 0, options),
  matmul: (options) => core.matmul(x(2, 2), x(2, 2), options),
  max: (options) => core.max(x(2), 0, options),
  maxPool1d: (options) => core.maxPool1d(x(...line), 2, options),
  maxPool2d: (options) => core.maxPool2d(x(...image), 2, options),
  maxPool3d: (options) => core.maxPool3d(x(...volume), 2, options),
  mean: (options) => core.mean(x(2), 0, options),
  min: (options) => core.min(x(2), 0, options),
  moments: (options) => core.moments(x(2), 0, options),
  oneHot: (options) => core.oneHot(core.zeros([2], 'int32'), 3, options),
  prod: (options) => core.prod(x(2), 0, options),
  resizeBilinear: (options) => core.resizeBilinear(x(...image), [2, 2], options),
  resizeNearestNeighbor: (options) => core.resizeNearestNeighbor(x(...image), [2, 2], options),
  rotateWithOffset: (options) => core.rotateWithOffset(x(...image), 1, options),
  separableConv2d: (options) => core.separableConv2d(x(...image), x(2, 2, 1, 1), x(1, 1, 1, 1), options),
  sort: (options) => core.sort(x(2), 0, options),
  sum: (options) => core.sum(x(2), 0, options),
  variance: (options) => core.variance(x(2), 0, options),
};

const called = (name: string, options: unknown) => () =>
  core.scope(() => void (calls[name] as (options: never) => unknown)(options as never));

describe.each(Object.keys(calls))('%s', (name) => {
  it('takes options', () => {
    expect(called(name, {})).not.toThrow();
    expect(called(name, undefined)).not.toThrow();
  });

  it('refuses an option that it does not have', () => {
    expect(called(name, { stride: 2 })).toThrow(`${name}: no option is called 'stride'`);
    expect(called(name, { stride: 2 })).toThrow(core.ValueError);
  });

  it.each(['same', true, 2, null, [2, 2], x(2)])(
    'refuses options that are not an object of options: %s',
    (options) => {
      expect(called(name, options)).toThrow(RegExp(`${name}: (expects options|no option is called)`));
    },
  );
});

it('says which options there are', () => {
  expect(called('conv3d', 'same')).toThrowErrorMatchingInlineSnapshot(`
    [ValueError: conv3d: expects options, got 'same'
      fix: give an object with any of strides, padding, dilations]
  `);
  expect(called('cumsum', { exclusiv: true })).toThrowErrorMatchingInlineSnapshot(`
    [ValueError: cumsum: no option is called 'exclusiv'
      fix: give an object with any of exclusive, reverse]
  `);
});
