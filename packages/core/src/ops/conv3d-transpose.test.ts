import { expect, it } from 'vitest';
import { conv1dTranspose, conv2dTranspose, conv3d, conv3dTranspose, ones, Rng, scope } from '../index.js';

it.each([
  [5, 3, 1, 'valid', 7],
  [5, 2, 3, 'valid', 15],
  [5, 3, 2, 'same', 10],
] as const)(
  'size %i, filter %i, stride %i, %s gives size %i, as in Keras',
  (size, span, strides, padding, expected) => {
    scope(() => {
      const options = { strides, padding };
      const volume = conv3dTranspose(ones([2, size, 1, 1, 3]), ones([span, 1, 1, 4, 3]), {
        padding,
        strides: [strides, 1, 1],
      });
      expect(volume.shape).toEqual([2, expected, 1, 1, 4]);
      const line = conv1dTranspose(ones([2, size, 3]), ones([span, 4, 3]), options);
      expect(line.shape).toEqual([2, expected, 4]);
    });
  },
);

it.each([
  [{ strides: 1, padding: 'valid' }, [4, 5, 3]],
  [{ strides: 2, padding: 'same' }, [5, 4, 4]],
  [{ strides: [1, 2, 3], padding: 'valid' }, [4, 5, 8]],
] as const)('is the adjoint of conv3d: <conv3d(y), x> = <y, conv3dTranspose(x)>, %o', (options, size) => {
  scope(() => {
    const rng = new Rng(1);
    const y = rng.uniform([2, ...size, 3] as number[], -1, 1);
    const filter = rng.uniform([3, 2, 2, 3, 4] as number[], -1, 1);
    const forward = conv3d(y, filter, options as object);
    const x = rng.uniform(forward.shape, -1, 1);
    const back = conv3dTranspose(x, filter, { ...options, outputSize: size });
    expect(y.mul(back).sum().item()).toBeCloseTo(forward.mul(x).sum().item(), 4);
  });
});

it('conv1dTranspose is conv2dTranspose of images of one row', () => {
  scope(() => {
    const rng = new Rng(2);
    const [x, filter] = [rng.uniform([2, 5, 3], -1, 1), rng.uniform([4, 2, 3], -1, 1)];
    const line = conv1dTranspose(x, filter, { strides: 2, padding: 'same' });
    const image = conv2dTranspose(x.reshape([2, 1, 5, 3]), filter.reshape([1, 4, 2, 3]), {
      strides: [1, 2],
      padding: 'same',
    });
    expect(line.dataSync()).toEqual(image.dataSync());
  });
});

it('errors name the op, its axes and the fix', () => {
  const refusal = (run: () => unknown) => expect(() => scope(run));
  refusal(() =>
    conv3dTranspose(ones([1, 2, 2, 2, 3]), ones([2, 2, 2, 8, 2])),
  ).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv3dTranspose: channels differ: x is [1, 2, 2, 2, 3], filter is [2, 2, 2, 8, 2], and 3 ≠ 2
      fix: a filter is [depth, height, width, outChannels, inChannels]; inChannels is the last size of x]
  `);
  refusal(() =>
    conv3dTranspose(ones([2, 2, 2, 3]), ones([2, 2, 2, 8, 3])),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv3dTranspose: expects x [batch, depth, height, width, channels], got [2, 2, 2, 3]]`,
  );
  refusal(() =>
    conv3dTranspose(ones([1, 2, 2, 2, 3]), ones([2, 2, 2, 8, 3]), { strides: 2, outputSize: 9 }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: conv3dTranspose: a convolution takes outputSize [9, 9, 9] to [1, 4, 4, 4, 3], x is [1, 2, 2, 2, 3]
      fix: leave outputSize out, or give a size that a convolution of strides [2, 2, 2] takes to that of x]
  `);
  refusal(() => conv1dTranspose(ones([1, 2, 3]), ones([2, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv1dTranspose: expects a filter [width, outChannels, inChannels], got [2, 3]]`,
  );
  refusal(() => conv1dTranspose(ones([1, 2, 3]), ones([0, 2, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: conv1dTranspose: the filter [0, 2, 3] is empty]`,
  );
});
