import { expect, it } from 'vitest';
import {
  concat,
  conv2d,
  depthwiseConv2d,
  depthwiseConv2dFilterGradient,
  depthwiseConv2dInputGradient,
  ones,
  Rng,
  reshape,
  scope,
  slice,
  tensor,
} from '../index.js';

it('is a conv2d of each channel by its own filters, joined', () => {
  scope(() => {
    const rng = new Rng(1);
    const x = rng.uniform([2, 6, 7, 3], -1, 1);
    const filter = rng.uniform([3, 2, 3, 2], -1, 1);
    const options = { strides: [1, 2], padding: 'same' } as const;
    const each = [0, 1, 2].map((c) =>
      conv2d(slice(x, [0, 0, 0, c], [2, 6, 7, 1]), slice(filter, [0, 0, c, 0], [3, 2, 1, 2]), options),
    );
    const apart = depthwiseConv2d(x, filter, options);
    expect(apart.shape).toEqual([2, 6, 4, 6]);
    expect(concat(each, 3).sub(apart).abs().max().item()).toBeLessThan(1e-6);
  });
});

it('keeps the filters of a channel together', () => {
  scope(() => {
    const x = tensor([1, 10], [1, 1, 1, 2]);
    const filter = reshape(tensor([1, 2, 3, 4, 5, 6]), [1, 1, 2, 3]);
    expect(depthwiseConv2d(x, filter).arraySync()).toEqual([[[[1, 2, 3, 40, 50, 60]]]]);
  });
});

const refusal = (run: () => unknown) => expect(() => scope(run));

it('refuses channels that differ, and what is no filter', () => {
  const x = () => ones([1, 5, 5, 3]);
  refusal(() => depthwiseConv2d(x(), ones([3, 3, 2, 1]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: depthwiseConv2d: channels differ: x is [1, 5, 5, 3], filter is [3, 3, 2, 1], and 3 ≠ 2
      fix: a filter is [height, width, inChannels, multiplier]; inChannels is the last size of x]
  `);
  refusal(() => depthwiseConv2d(x(), ones([3, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwiseConv2d: expects a filter [height, width, inChannels, multiplier], got [3, 3]]`,
  );
  refusal(() => depthwiseConv2d(x(), ones([3, 3, 3, 0]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwiseConv2d: the filter [3, 3, 3, 0] is empty]`,
  );
});

it('refuses gradients of another shape', () => {
  const dy = () => ones([1, 3, 3, 3]);
  refusal(() =>
    depthwiseConv2dFilterGradient(ones([1, 5, 5, 3]), dy(), [3, 3, 3, 2]),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwiseConv2dFilterGradient: x [1, 5, 5, 3] with a filter [3, 3, 3, 2] gives [1, 3, 3, 6], dy is [1, 3, 3, 3]]`,
  );
  refusal(() =>
    depthwiseConv2dInputGradient([1, 6, 5, 3], dy(), ones([3, 3, 3, 1])),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwiseConv2dInputGradient: x [1, 6, 5, 3] with a filter [3, 3, 3, 1] gives [1, 4, 3, 3], dy is [1, 3, 3, 3]]`,
  );
});
