import { currentBackend, grad, ones, scope, type Tensor, tensor } from '@descent/core';
import { expectClose, goldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  crossEntropyFromLogits,
  type Loss,
  l1,
  l1l2,
  l2,
  logLoss,
  logLossFromLogits,
  meanSquaredError,
} from './index.js';

const losses: Record<string, Loss> = { crossEntropyFromLogits, logLoss, logLossFromLogits, meanSquaredError };
const golden = readGolden('losses');

describe(`losses and their gradients equal ${golden.origin.library} ${golden.origin.version}`, () => {
  it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    scope(() => {
      const loss = losses[row.op as string] as Loss;
      const predictions = goldenTensor(row.inputs.predictions as never);
      const targets = goldenTensor(
        row.inputs.targets as never,
        row.attrs?.targets === 'indices' ? 'int32' : 'float32',
      );
      expectClose([loss(predictions, targets).item()], row.outputs.loss?.values as number[]);
      const gradient = grad((p: Tensor) => loss(p, targets))(predictions);
      expectClose(gradient.dataSync(), row.gradients?.predictions?.values as number[], { absolute: 2e-7 });
    });
  });
});

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

describe('regularizers', () => {
  const w = tensor([
    [1, -2],
    [0, 3],
  ]);
  it.each([
    ['l1', l1(0.1), 0.6],
    ['l2', l2(0.1), 1.4],
    ['l1l2', l1l2({ l1: 0.1, l2: 0.1 }), 2.0],
  ] as const)('%s is the weighted sum', (_name, penalty, expected) => {
    expect(penalty(w).item()).toBeCloseTo(expected, 6);
  });

  it('have the gradients sign and 2w', () => {
    expectClose(grad((x: Tensor) => l1(0.5)(x))(w).dataSync(), [0.5, -0.5, 0, 0.5]);
    expectClose(grad((x: Tensor) => l2(0.5)(x))(w).dataSync(), [1, -2, 0, 3]);
  });

  it('refuse negative strengths', () => {
    expect(() => l1(-1)).toThrow('l1: strength must be a finite number >= 0, got -1');
    expect(() => l1l2({ l2: Number.NaN })).toThrow('l2: strength must be a finite number >= 0, got NaN');
  });
});
