import { describe, expect, it } from 'vitest';
import { grad, type PadMode, pad, range, reshape, type Tensor } from '../index.js';

const paddings = [
  [1, 1],
  [2, 1],
] as const;

describe('pad', () => {
  it.each<[PadMode, number[][]]>([
    [
      'reflect',
      [
        [5, 4, 3, 4, 5, 4],
        [2, 1, 0, 1, 2, 1],
        [5, 4, 3, 4, 5, 4],
        [2, 1, 0, 1, 2, 1],
      ],
    ],
    [
      'symmetric',
      [
        [1, 0, 0, 1, 2, 2],
        [1, 0, 0, 1, 2, 2],
        [4, 3, 3, 4, 5, 5],
        [4, 3, 3, 4, 5, 5],
      ],
    ],
    [
      'edge',
      [
        [0, 0, 0, 1, 2, 2],
        [0, 0, 0, 1, 2, 2],
        [3, 3, 3, 4, 5, 5],
        [3, 3, 3, 4, 5, 5],
      ],
    ],
  ])('%s gives what numpy.pad gives', (mode, expected) => {
    expect(pad(reshape(range(0, 6), [2, 3]), paddings, mode).arraySync()).toEqual(expected);
  });

  it.each<[PadMode, number[]]>([
    ['reflect', [2, 3, 1]],
    ['symmetric', [2, 2, 2]],
    ['edge', [2, 1, 3]],
  ])('%s adds the gradients of a cell and of its images', (mode, expected) => {
    const gradient = grad((x: Tensor) => pad(x, [[1, 2]], mode).sum())(range(0, 3));
    expect(gradient.arraySync()).toEqual(expected);
  });
});
