import { expect, it } from 'vitest';
import { conv2d, conv2dTranspose, ones, Rng, scope, tensor } from '../index.js';

it.each([
  [5, 3, 1, 'valid', 7],
  [5, 3, 2, 'valid', 11],
  [5, 2, 3, 'valid', 15],
  [5, 3, 2, 'same', 10],
  [5, 4, 3, 'same', 15],
  [1, 1, 1, 'same', 1],
] as const)(
  'size %i, filter %i, stride %i, %s gives size %i, as in Keras',
  (size, span, strides, padding, expected) => {
    scope(() => {
      const y = conv2dTranspose(ones([2, size, size, 3]), ones([span, span, 4, 3]), { strides, padding });
      expect(y.shape).toEqual([2, expected, expected, 4]);
    });
  },
);

it('stamps the filter at every pixel, and stamps add up', () => {
  scope(() => {
    const [x, filter] = [tensor([1, 10], [1, 1, 2, 1]), tensor([1, 2, 3], [1, 3, 1, 1])];
    const y = conv2dTranspose(x, filter, { strides: [1, 2] });
    expect(y.arraySync()).toEqual([[[[1], [2], [13], [20], [30]]]]);
  });
});

it.each([
  [{ strides: 1, padding: 'valid' }, [7, 6]],
  [{ strides: 2, padding: 'same' }, [9, 8]],
  [{ strides: 3, padding: 'valid' }, [8, 11]],
] as const)('is the adjoint of conv2d: <conv2d(y), x> = <y, conv2dTranspose(x)>, %o', (options, size) => {
  scope(() => {
    const rng = new Rng(1);
    const y = rng.uniform([2, ...size, 3] as number[], -1, 1);
    const filter = rng.uniform([3, 2, 3, 4] as number[], -1, 1);
    const forward = conv2d(y, filter, options);
    const x = rng.uniform(forward.shape, -1, 1);
    const back = conv2dTranspose(x, filter, { ...options, outputSize: size });
    expect(y.mul(back).sum().item()).toBeCloseTo(forward.mul(x).sum().item(), 4);
  });
});

const refusal = (run: () => unknown) => expect(() => scope(run));
const image = () => ones([1, 4, 4, 3]);

it('refuses channels that differ', () => {
  refusal(() => conv2dTranspose(image(), ones([3, 3, 8, 2]))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv2dTranspose: channels differ: x is [1, 4, 4, 3], filter is [3, 3, 8, 2], and 3 ≠ 2
      fix: a filter is [height, width, outChannels, inChannels]; inChannels is the last size of x]
  `);
});

it('refuses ranks that are not 4', () => {
  refusal(() => conv2dTranspose(ones([4, 4, 3]), ones([3, 3, 8, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv2dTranspose: expects x [batch, height, width, channels], got [4, 4, 3]]`,
  );
  refusal(() => conv2dTranspose(image(), ones([3, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv2dTranspose: expects a filter [height, width, outChannels, inChannels], got [3, 3]]`,
  );
});

it('refuses an empty filter', () => {
  refusal(() => conv2dTranspose(image(), ones([0, 3, 8, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv2dTranspose: the filter [0, 3, 8, 3] is empty]`,
  );
});

it('refuses options out of range', () => {
  const run = (options: object) => refusal(() => conv2dTranspose(image(), ones([3, 3, 8, 3]), options));
  run({ padding: 1 }).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: conv2dTranspose: padding must be 'valid' or 'same', got 1]`,
  );
  run({ strides: 0 }).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: conv2dTranspose: strides must be whole numbers from 1 to 2^31 - 1, got 0]`,
  );
  run({ strides: 2, outputSize: 12 }).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv2dTranspose: a convolution takes outputSize [12, 12] to [1, 5, 5, 3], x is [1, 4, 4, 3]
      fix: leave outputSize out, or give a size that a convolution of strides [2, 2] takes to that of x]
  `);
});
