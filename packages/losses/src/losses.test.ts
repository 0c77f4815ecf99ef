import { currentBackend, ones, tensor } from '@descent/core';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  crossEntropyFromLogits,
  l1,
  l1l2,
  logLoss,
  logLossFromLogits,
  meanSquaredError,
} from './index.js';

describe('losses at the extremes', () => {
  it('cross-entropy and log loss from logits are right at ±200, where exponentials overflow', () => {
    const far = crossEntropyFromLogits(tensor([[200, -200]]), tensor([1], undefined, 'int32'));
    expect(far.item()).toBeCloseTo(400, 4);
    expect(logLossFromLogits(tensor([-200, 200]), tensor([1, 1])).item()).toBeCloseTo(100, 4);
    expect(logLossFromLogits(tensor([Number.NaN]), tensor([1])).item()).toBeNaN();
  });

  it('log loss of certain mistakes is finite, as in Keras', () => {
    expect(logLoss(tensor([0]), tensor([1])).item()).toBeCloseTo(-Math.log(1e-7), 3);
  });

  it('one-hot and indices agree', () => {
    const z = tensor([
      [1, 2, 3],
      [0, -1, 5],
    ]);
    const a = crossEntropyFromLogits(z, tensor([2, 0], undefined, 'int32')).item();
    expect(
      crossEntropyFromLogits(
        z,
        tensor([
          [0, 0, 1],
          [1, 0, 0],
        ]),
      ).item(),
    ).toBeCloseTo(a, 6);
  });
});

describe('outside every scope', () => {
  it('a loss, a metric and a regularizer leave their result and nothing else', () => {
    const logits = tensor([
      [1, 2],
      [0, 3],
    ]);
    const labels = tensor([0, 1], undefined, 'int32');
    const chances = tensor([
      [0.2, 0.8],
      [0.6, 0.4],
    ]);
    const before = currentBackend().memory();
    for (const call of [
      () => crossEntropyFromLogits(logits, labels),
      () => crossEntropyFromLogits(logits, chances),
      () => meanSquaredError(logits, chances),
      () => logLoss(chances, chances),
      () => logLossFromLogits(logits, chances),
      () => accuracy(logits, labels),
      () => accuracy(logits, chances),
      () => l1()(logits),
      () => l1l2()(logits),
    ]) {
      call().dispose();
      expect(currentBackend().memory()).toEqual(before);
    }
  });
});

describe('crossEntropyFromLogits', () => {
  it('is right where a class is impossible', () => {
    const labels = tensor([1, 0], undefined, 'int32');
    const logits = tensor([
      [Number.NEGATIVE_INFINITY, 0],
      [1, 1],
    ]);
    expect(crossEntropyFromLogits(logits, labels).item()).toBeCloseTo(Math.log(2) / 2, 6);
  });

  it('refuses a single class, which has nothing to be told from', () => {
    expect(() =>
      crossEntropyFromLogits(tensor([[1], [2]]), tensor([[0], [1]])),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: crossEntropyFromLogits: logits are [2, 1], and one class has nothing to be told from
        fix: for yes and no give the model dense(2), or keep dense(1) and use logLossFromLogits]
    `);
  });
});

describe('losses refuse', () => {
  it('targets that do not fit', () => {
    expect(() => meanSquaredError(tensor([[1], [2]]), tensor([1, 2]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: meanSquaredError: predictions are [2, 1], targets are [2]
        fix: give the targets the last axis: targets.reshape([-1, 1])]
    `);
    expect(() =>
      crossEntropyFromLogits(tensor([[1, 2]]), tensor([1, 0, 1])),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: crossEntropyFromLogits: logits are [1, 2], targets are [3] float32
        fix: give class indices as int32 of shape [1], or one row of probabilities per row of logits]
    `);
    expect(() => accuracy(tensor([[1, 2]]), tensor([1]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: accuracy: predictions are [1, 2], targets are [1] float32
        fix: give class indices as int32 of shape [1], or targets in the predictions' shape]
    `);
    const labels = tensor([1, 0], undefined, 'int32');
    expect(() => accuracy(tensor([[0.2], [0.8]]), labels)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: accuracy: predictions are [2, 1], targets are [2] int32
        fix: give the targets the predictions' shape: targets.reshape([-1, 1])]
    `);
    expect(() => accuracy(tensor([[0.2], [0.8]]), ones([2, 3]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: accuracy: predictions are [2, 1], targets are [2, 3] float32
        fix: give the targets the predictions' shape, or the predictions a score for each class]
    `);
    expect(() => meanSquaredError(ones([2, 3, 1]), ones([2, 3]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: meanSquaredError: predictions are [2, 3, 1], targets are [2, 3]
        fix: give the targets the last axis: targets.reshape([-1, 3, 1])]
    `);
    expect(() => logLoss([0.5] as never, tensor([1]))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: logLoss: predictions must be a tensor, got [0.5]
        fix: wrap it: tensor(…)]
    `);
  });
});
