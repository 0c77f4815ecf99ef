import { expect, it } from 'vitest';
import { conv2d, matmul, ones, Rng, reshape, scope, separableConv2d, transpose } from '../index.js';

it('is one conv2d by the product of its filters', () => {
  scope(() => {
    const rng = new Rng(2);
    const x = rng.uniform([1, 6, 6, 2], -1, 1);
    const depthwise = rng.uniform([3, 3, 2, 3], -1, 1);
    const pointwise = rng.uniform([1, 1, 6, 4], -1, 1);
    // filter[k, l, c, o] = Σ_m depthwise[k, l, c, m] · pointwise[0, 0, c·3 + m, o]
    const perChannel = reshape(transpose(depthwise, [2, 0, 1, 3]), [2, 9, 3]);
    const product = matmul(perChannel, reshape(pointwise, [2, 3, 4]));
    const filter = transpose(reshape(product, [2, 3, 3, 4]), [1, 2, 0, 3]);
    const options = { strides: 2, padding: 'same' } as const;
    const both = conv2d(x, filter, options);
    const apart = separableConv2d(x, depthwise, pointwise, options);
    expect(apart.shape).toEqual([1, 3, 3, 4]);
    expect(both.sub(apart).abs().max().item()).toBeLessThan(1e-5);
  });
});

const refusal = (run: () => unknown) => expect(() => scope(run));

it('refuses filters that do not fit each other, and names itself where x does not fit', () => {
  refusal(() =>
    separableConv2d(ones([1, 5, 5, 3]), ones([3, 3, 3, 2]), ones([1, 1, 3, 8])),
  ).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: separableConv2d: a depthwise filter [3, 3, 3, 2] wants a pointwise filter [1, 1, 6, outChannels], got [1, 1, 3, 8]
      fix: its third size is inChannels · multiplier, the last two sizes of the depthwise filter]
  `);
  refusal(() =>
    separableConv2d(ones([1, 5, 5, 2]), ones([3, 3, 3, 2]), ones([1, 1, 6, 8])),
  ).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: separableConv2d: channels differ: x is [1, 5, 5, 2], filter is [3, 3, 3, 2], and 2 ≠ 3
      fix: a filter is [height, width, inChannels, multiplier]; inChannels is the last size of x]
  `);
});
