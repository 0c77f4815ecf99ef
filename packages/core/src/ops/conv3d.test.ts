import { expect, it } from 'vitest';
import { conv1d, conv2d, conv3d, ones, Rng, reshape, scope, tensor } from '../index.js';

it('over one plane it is conv2d', () => {
  scope(() => {
    const rng = new Rng(1);
    const x = rng.uniform([2, 6, 7, 3], -1, 1);
    const filter = rng.uniform([3, 2, 3, 4], -1, 1);
    const flat = conv2d(x, filter, { strides: [1, 2], padding: 'same' });
    const deep = conv3d(reshape(x, [2, 1, 6, 7, 3]), reshape(filter, [1, 3, 2, 3, 4]), {
      strides: [1, 1, 2],
      padding: 'same',
    });
    expect(deep.shape).toEqual([2, 1, 6, 4, 4]);
    expect(reshape(deep, flat.shape).sub(flat).abs().max().item()).toBeLessThan(1e-6);
  });
});

it('along the depth alone it is conv1d', () => {
  scope(() => {
    const x = tensor([1, 2, 4, 8, 16], [1, 5, 1]);
    const filter = tensor([1, -1], [2, 1, 1]);
    expect(conv1d(x, filter).arraySync()).toEqual([[[-1], [-2], [-4], [-8]]]);
    expect(conv1d(x, filter, { dilations: 2, strides: 2 }).arraySync()).toEqual([[[-3], [-12]]]);
    const deep = conv3d(reshape(x, [1, 5, 1, 1, 1]), reshape(filter, [2, 1, 1, 1, 1]));
    expect([...deep.dataSync()]).toEqual([-1, -2, -4, -8]);
  });
});

const refusal = (run: () => unknown) => expect(() => scope(run));

it('refuses channels that differ, ranks and windows that do not fit, and names itself', () => {
  refusal(() => conv3d(ones([1, 4, 4, 4, 3]), ones([2, 2, 2, 2, 5]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv3d: channels differ: x is [1, 4, 4, 4, 3], filter is [2, 2, 2, 2, 5], and 3 ≠ 2
      fix: a filter is [depth, height, width, inChannels, outChannels]; inChannels is the last size of x]
  `);
  refusal(() => conv3d(ones([4, 4, 4, 3]), ones([2, 2, 2, 3, 5]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv3d: expects [batch, depth, height, width, channels], got [4, 4, 4, 3]
      fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, depth, height, width, channels])]
  `);
  refusal(() => conv3d(ones([1, 4, 4, 4, 3]), ones([2, 2, 3, 5]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv3d: expects a filter [depth, height, width, inChannels, outChannels], got [2, 2, 3, 5]]`,
  );
  refusal(() => conv1d(ones([1, 4, 3]), ones([2, 2, 5]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv1d: channels differ: x is [1, 4, 3], filter is [2, 2, 5], and 3 ≠ 2
      fix: a filter is [width, inChannels, outChannels]; inChannels is the last size of x]
  `);
  refusal(() => conv1d(ones([4, 3]), ones([2, 3, 5]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv1d: expects [batch, width, channels], got [4, 3]
      fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, width, channels])]
  `);
  refusal(() => conv1d(ones([1, 4, 3]), ones([5, 3, 5]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv1d: the window spans 5 cells of width, but the padded input has 4
      fix: use a smaller window, or padding: 'same']
  `);
  refusal(() => conv1d(ones([1, 4, 3]), ones([2, 3, 5]), { strides: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: conv1d: strides must be whole numbers from 1 to 2^31 - 1, got 0]`,
  );
});
