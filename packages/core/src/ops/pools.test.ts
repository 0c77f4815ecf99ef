import { describe, expect, it } from 'vitest';
import {
  averagePool1d,
  averagePool3d,
  grad,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  ones,
  Rng,
  reshape,
  scope,
  type Tensor,
  tensor,
} from '../index.js';

describe('pools over one and three axes', () => {
  it('along a line: windows, steps and padding', () => {
    scope(() => {
      const x = tensor([1, 5, 2, 3, 4], [1, 5, 1]);
      expect(maxPool1d(x, 2).arraySync()).toEqual([[[5], [3]]]);
      expect(averagePool1d(x, 3, { strides: 2, padding: 'same' }).arraySync()).toEqual([
        [[3], [Math.fround(10 / 3)], [3.5]],
      ]);
    });
  });

  it('over volumes: maxima of maxima along each axis', () => {
    scope(() => {
      const x = new Rng(3).uniform([2, 5, 6, 7, 3], -1, 1);
      const planes = maxPool2d(reshape(x, [10, 6, 7, 3]), 2, { padding: 'same' });
      const [rows, columns] = planes.shape.slice(1) as [number, number];
      const across = maxPool1d(
        reshape(reshape(planes, [2, 5, rows * columns, 3]).transpose([0, 2, 1, 3]), [
          2 * rows * columns,
          5,
          3,
        ]),
        2,
        { padding: 'same' },
      );
      const expected = reshape(across, [2, rows * columns, 3, 3]).transpose([0, 2, 1, 3]);
      const actual = maxPool3d(x, 2, { padding: 'same' });
      expect(actual.shape).toEqual([2, 3, rows, columns, 3]);
      expect([...actual.dataSync()]).toEqual([...expected.dataSync()]);
    });
  });

  it('over volumes: padded cells count for nothing', () => {
    scope(() => {
      const y = averagePool3d(ones([1, 3, 3, 3, 1]), 3, { strides: 1, padding: 'same' });
      expect(y.min().item()).toBe(1);
      expect(y.max().item()).toBe(1);
    });
  });
});

describe('gradients of the gradients of maximum pools', () => {
  it.each([
    ['maxPool1d', [1, 8, 1], (x: Tensor): Tensor => maxPool1d(x, 2)],
    ['maxPool2d', [1, 2, 4, 1], (x: Tensor): Tensor => maxPool2d(x, 2)],
    ['maxPool3d', [1, 2, 2, 2, 1], (x: Tensor): Tensor => maxPool3d(x, 2)],
  ] as const)('%s: of Σ y³ it is 6 y at the largest cells, of Σ y it is 0', (_name, shape, pool) => {
    scope(() => {
      const x = tensor([1, 3, 2, 4, -1, 2, 5, -3], shape as readonly number[]);
      const slope = (power: number) => grad((given: Tensor) => pool(given).pow(power).sum());
      const twice = grad((given: Tensor) => slope(3)(given).sum())(x);
      const largest = grad((given: Tensor) => pool(given).sum())(x);
      expect(twice.equal(largest.mul(x).mul(6)).dataSync().every(Boolean)).toBe(true);
      const none = grad((given: Tensor) => slope(1)(given).sum())(x);
      expect(none.equal(0).dataSync().every(Boolean)).toBe(true);
    });
  });
});

it('refuses what lies over other axes, and names them', () => {
  const refusal = (run: () => unknown) => expect(() => scope(run));
  refusal(() => maxPool1d(ones([4, 4, 4, 1]), 2)).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: maxPool1d: expects [batch, width, channels], got [4, 4, 4, 1]
      fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, width, channels])]
  `);
  refusal(() => maxPool1d(ones([1, 4, 1]), '2' as never)).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: maxPool1d: windowSize must be a number or [width], got '2']`,
  );
  refusal(() => maxPool3d(ones([4, 4, 4, 1]), 2)).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: maxPool3d: expects [batch, depth, height, width, channels], got [4, 4, 4, 1]
      fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, depth, height, width, channels])]
  `);
  refusal(() => maxPool3d(ones([1, 4, 4, 4, 1]), [2, 2] as never)).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: maxPool3d: windowSize must be a number or [depth, height, width], got [2, 2]]`,
  );
  refusal(() => maxPool3d(ones([1, 4, 4, 4, 1]), [5, 2, 2])).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: maxPool3d: the window spans 5 cells of depth, but the padded input has 4
      fix: use a smaller window, or padding: 'same']
  `);
  refusal(() =>
    averagePool3d(ones([1, 4, 4, 4, 1]), 2, { padding: [[1, 1]] }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ValueError: averagePool3d: padding must be 'valid', 'same', a whole number >= 0 or [[0, 0], [front, back], [top, bottom], [left, right], [0, 0]], got an array of 1]`,
  );
});
