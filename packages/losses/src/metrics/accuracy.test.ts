import { tensor } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { accuracy } from '../index.js';

describe('accuracy', () => {
  it('counts right classes, by index or one-hot', () => {
    const scores = tensor([
      [0.1, 0.9],
      [0.8, 0.2],
      [0.3, 0.7],
    ]);
    expect(accuracy(scores, tensor([1, 0, 0], undefined, 'int32')).item()).toBeCloseTo(2 / 3, 6);
    expect(
      accuracy(
        scores,
        tensor([
          [0, 1],
          [1, 0],
          [1, 0],
        ]),
      ).item(),
    ).toBeCloseTo(2 / 3, 6);
  });

  it('takes probabilities of one class above a half as yes', () => {
    expect(accuracy(tensor([[0.9], [0.4], [0.5]]), tensor([[1], [1], [0]])).item()).toBeCloseTo(2 / 3, 6);
  });
});
