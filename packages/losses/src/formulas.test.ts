import { grad, ones, type Tensor, tensor } from '@descent/core';
import { expectClose, isClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  cosineSimilarity,
  crossEntropy,
  focalCrossEntropy,
  focalCrossEntropyFromLogits,
  focalLogLoss,
  focalLogLossFromLogits,
  hinge,
  huber,
  klDivergence,
  labelSmoothing,
  logCosh,
  logLoss,
  logLossFromLogits,
  meanAbsolutePercentageError,
  poisson,
} from './index.js';

const far = [-1e30, -200, 0, 200, 1e30];
const ln2 = Math.log(2);

onEachBackend(() => {
  describe('at the extremes values are those of the formula, and slopes are finite', () => {
    it.each([
      ['huber', huber(), far, 0, far.map((e) => Math.max(0, Math.abs(e) - 0.5))],
      ['logCosh', logCosh, far, 0, far.map((e) => (e === 0 ? 0 : Math.abs(e) - ln2))],
      ['hinge', hinge, far, 1, [1e30, 201, 1, 0, 0]],
      ['logLossFromLogits', logLossFromLogits, far, 1, [1e30, 200, ln2, 0, 0]],
      ['focalLogLossFromLogits', focalLogLossFromLogits(), far, 1, [1e30, 200, ln2 / 4, 0, 0]],
      [
        'focalLogLossFromLogits',
        focalLogLossFromLogits({ gamma: 0.5 }),
        far,
        0,
        [0, 0, ln2 * Math.SQRT1_2, 200, 1e30],
      ],
      ['logLoss', logLoss, [0, 1], 1, [-Math.log(1e-7), 0]],
      ['focalLogLoss', focalLogLoss({ gamma: 0.5 }), [0, 1], 1, [-Math.log(1e-7), 0]],
      ['poisson', poisson, [0, 1e30], 1, [-Math.log(1e-7), 1e30]],
      ['meanAbsolutePercentageError', meanAbsolutePercentageError, [0, 1e-7], 0, [0, 100]],
    ] as const)('%s', (_name, loss, predictions, target, expected) => {
      const p = tensor([...predictions], undefined, 'float32') as Tensor;
      const t = p.mul(0).add(target) as Tensor;
      const values = loss.perExample(p, t).dataSync();
      values.forEach((value, i) => {
        if (!isClose(value, expected[i] as number, { absolute: 2e-6, relative: 1e-5 }))
          expect.fail(`${predictions[i]} gives ${value}, expected ${expected[i]}`);
      });
      const slopes = grad((x: Tensor) => loss.perExample(x, t).sum())(p).dataSync();
      expect(slopes.every(Number.isFinite)).toBe(true);
    });
  });

  describe('the losses over classes at the extremes', () => {
    it('are those of the formula at logits of ±200 and where a class is impossible', () => {
      const z = tensor([
        [200, -200],
        [Number.NEGATIVE_INFINITY, 0],
        [0, 0],
      ]);
      const labels = tensor(Int32Array.of(1, 1, 0));
      for (const gamma of [0, 0.5, 2]) {
        const loss = focalCrossEntropyFromLogits({ gamma, alpha: 1 });
        expectClose(loss.perExample(z, labels).dataSync(), [400, 0, Math.log(2) * 0.5 ** gamma]);
        const slopes = grad((x: Tensor) => loss(x, labels))(z).dataSync();
        expect(slopes.every(Number.isFinite)).toBe(true);
      }
    });

    it('are finite for probabilities of 0 and 1', () => {
      const p = tensor([
        [0, 1],
        [1, 0],
      ]);
      const labels = tensor(Int32Array.of(0, 0));
      for (const loss of [crossEntropy, focalCrossEntropy({ gamma: 0.5, alpha: 1 })]) {
        expectClose(loss.perExample(p, labels).dataSync(), [-Math.log(1e-7), 0]);
        expect(
          grad((x: Tensor) => loss(x, labels))(p)
            .dataSync()
            .every(Number.isFinite),
        ).toBe(true);
      }
      expectClose(klDivergence.perExample(p, p).dataSync(), [0, 0]);
    });

    it('cosine similarity of huge, tiny and zero vectors is that of their directions', () => {
      const p = tensor([
        [3e30, 4e30],
        [3e-30, 4e-30],
        [0, 0],
      ]);
      const t = tensor([
        [4, 3],
        [4e-30, 3e-30],
        [1, 1],
      ]);
      expectClose(cosineSimilarity.perExample(p, t).dataSync(), [-0.96, -0.96, 0]);
      expect(
        grad((x: Tensor) => cosineSimilarity(x, t))(p)
          .dataSync()
          .every(Number.isFinite),
      ).toBe(true);
    });
  });
});

describe('options out of range are refused', () => {
  it.each([
    [() => huber({ delta: 0 }), 'huber: delta must be a finite number > 0, got 0'],
    [() => huber({ delta: '1' as never }), "huber: delta must be a finite number > 0, got '1'"],
    [() => huber(ones([2]) as never), 'huber: expects options, got a Tensor'],
    [() => huber(null as never), 'huber: expects options, got null'],
    [() => focalLogLoss({ gamma: -1 }), 'focalLogLoss: gamma must be a finite number >= 0, got -1'],
    [() => focalLogLoss({ alpha: 2 }), 'focalLogLoss: alpha must be a number from 0 to 1, got 2'],
    [
      () => focalLogLossFromLogits({ gamma: Number.NaN }),
      'focalLogLossFromLogits: gamma must be a finite number >= 0, got NaN',
    ],
    [
      () => focalCrossEntropy({ alpha: [1, -1] }),
      'focalCrossEntropy: alpha must be a finite number >= 0, got -1',
    ],
    [
      () => focalCrossEntropy({ alpha: [1, 1] })(ones([2, 3]), ones([2, 3])),
      'focalCrossEntropy: alpha has 2 weights, predictions have 3 classes',
    ],
    [() => labelSmoothing(logLoss, 1.5), 'labelSmoothing: amount must be a number from 0 to 1, got 1.5'],
    [() => labelSmoothing(hinge, 0.1), 'labelSmoothing: loss has no labels to smooth: a function'],
  ])('%s', (call, message) => {
    expect(call).toThrow(message);
  });
});
