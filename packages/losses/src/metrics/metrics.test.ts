import { abs, forgetLeaks, leaks, max, ones, sigmoid, type Tensor, tensor } from '@descent/core';
import { describe, expect, it } from 'vitest';
import {
  aucPr,
  aucRoc,
  confusionMatrix,
  defineMetric,
  f1,
  type Metric,
  meanIoU,
  meanSquaredError,
  measure,
  precision,
  r2,
  recall,
  topKAccuracy,
} from '../index.js';

const nothing = tensor(new Float32Array(0), [0, 3]);
const noLabels = tensor(new Int32Array(0), [0]);

describe('metrics at the extremes', () => {
  it.each([
    ['precision', precision(), 0],
    ['recall', recall(), 0],
    ['f1', f1(), 0],
    ['aucRoc', aucRoc(), Number.NaN],
    ['aucPr', aucPr(), Number.NaN],
    ['meanIoU', meanIoU(), Number.NaN],
  ] as const)('over no examples %s is %d', async (_name, metric, expected) => {
    expect(await measure<number>(metric, nothing, noLabels)).toBe(expected);
  });

  it('no examples change nothing about those that follow', async () => {
    const [p, t] = [tensor([1, 2, 4]), tensor([1, 2, 3])];
    const read = async (a: Tensor, b: Tensor) => Float64Array.from(await r2.statistics(a, b).data());
    const [none, some] = [await read(ones([0]), ones([0])), await read(p, t)];
    expect(r2.value(r2.merge(none, some))).toBeCloseTo(0.5, 6);
    expect(r2.value(r2.merge(some, none))).toBeCloseTo(0.5, 6);
    expect(r2.value(none)).toBeNaN();
  });

  it('areas are NaN where a probability is, and without both kinds', async () => {
    const targets = tensor([1, 0, 1]);
    for (const metric of [aucRoc(), aucPr()]) {
      expect(await measure(metric, tensor([0.5, Number.NaN, 0.1]), targets)).toBeNaN();
      expect(await measure(metric, tensor([0.5, 0.2]), tensor([0, 0]))).toBeNaN();
      expect(await measure(metric, tensor([2, -1, 1e30]), targets)).toBe(1);
    }
  });

  it('a class without examples weighs nothing in a weighted area, and leaves no mean', async () => {
    const [p, labels] = [tensor([0.9, 0.1, 0, 0.2, 0.8, 0], [2, 3]), tensor(Int32Array.of(0, 1))];
    expect(await measure(aucRoc({ average: 'weighted' }), p, labels)).toBe(1);
    expect(await measure(aucRoc(), p, labels)).toBeNaN();
  });

  it('r2 of targets that do not vary is 1 for perfect predictions and else 0', async () => {
    expect(await measure(r2, tensor([2, 2]), tensor([2, 2]))).toBe(1);
    expect(await measure(r2, tensor([2, 3]), tensor([2, 2]))).toBe(0);
  });

  it('r2 keeps its digits far from 0, over 1,000 batches', async () => {
    const one = await r2.statistics(tensor([1e4 + 1, 1e4 + 2.5]), tensor([1e4 + 1, 1e4 + 3])).data();
    let total = Float64Array.from(one);
    for (let i = 1; i < 1000; i++)
      total = r2.merge(total, Float64Array.from(one)) as Float64Array<ArrayBuffer>;
    expect(r2.value(total)).toBeCloseTo(1 - 0.25 / 2, 6);
  });

  it('logits are answers by a threshold of 0, and probabilities by an activation', async () => {
    const [logits, targets] = [tensor([2, 0.3, -1, -0.2]), tensor([1, 0, 0, 1])];
    expect(await measure(precision({ threshold: 0 }), logits, targets)).toBe(0.5);
    expect(await measure(confusionMatrix({ threshold: 0 }), logits, targets)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const expected = await measure(aucRoc(), sigmoid(logits), targets);
    expect(await measure(aucRoc({ activation: sigmoid }), logits, targets)).toBe(expected);
  });

  it('topKAccuracy of equal scores takes the lower class, as accuracy does', () => {
    const labels = tensor(Int32Array.of(0, 1, 2));
    expect(topKAccuracy({ k: 1 })(ones([3, 3]), labels).item()).toBeCloseTo(1 / 3, 6);
    expect(topKAccuracy({ k: 2 })(ones([3, 3]), labels).item()).toBeCloseTo(2 / 3, 6);
  });

  it('a pixel counts as an example', async () => {
    const truth = tensor(Int32Array.of(0, 1, 1, 0), [1, 2, 2]);
    const scores = tensor([0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3], [1, 2, 2, 2]);
    expect(await measure(confusionMatrix(), scores, truth)).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});

describe('measure', () => {
  it('takes losses and other plain functions too, and leaves nothing behind', async () => {
    forgetLeaks();
    const [p, t] = [tensor([1, 2]), tensor([1, 4])];
    expect(await measure(meanSquaredError, p, t)).toBe(2);
    expect(await measure(r2, p, t)).toBeCloseTo(1 - 4 / 4.5, 6);
    expect(leaks()).toEqual([]);
  });

  it('refuses labels of no class', async () => {
    const labels = tensor(Int32Array.of(0, 3));
    await expect(
      measure(confusionMatrix(), ones([2, 3]), labels),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: measure: label 3 of example 1 is not one of 3 classes
        fix: labels go from 0 to 2]
    `);
  });
});

describe('defineMetric', () => {
  it('joins batches as merge says', async () => {
    const largestError = defineMetric({
      name: 'largestError',
      statistics: (p, t) => max(abs(p.sub(t))).reshape([1]),
      merge: (a, b) => a.map((x, i) => Math.max(x, b[i] as number)),
      value: ([largest = 0]) => largest,
    });
    expect(await measure(largestError, tensor([1, 5]), tensor([2, 2]))).toBe(3);
    expect(largestError.merge(Float64Array.of(3), Float64Array.of(2))).toEqual(Float64Array.of(3));
  });

  it('refuses statistics that are no float32 vector', () => {
    const metric = (statistics: () => unknown) =>
      defineMetric({ name: 'odd', statistics: statistics as () => Tensor, value: () => 0 });
    const call = (statistics: () => unknown) => () => metric(statistics).statistics(ones([1]), ones([1]));
    expect(call(() => 3)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: odd: statistics must be float32, got 3
        fix: a tensor: cast(counts, 'float32')]
    `);
    expect(call(() => ones([1], 'int32'))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: odd: statistics must be float32, got int32
        fix: a tensor: cast(counts, 'float32')]
    `);
    expect(call(() => ones([2, 2]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: odd: statistics must be a vector, got [2, 2]
        fix: flatten them: statistics.reshape([-1])]
    `);
  });
});

describe('metrics refuse', () => {
  it.each([
    [() => precision(ones([2]) as never), 'precision: expects options, got a Tensor'],
    [() => precision({ threshold: Number.NaN }), 'precision: threshold must be a finite number, got NaN'],
    [
      () => recall({ average: 'mean' as never }),
      "recall: average must be 'macro', 'micro', 'weighted', got 'mean'",
    ],
    [() => aucRoc({ thresholdCount: 1 }), 'aucRoc: thresholdCount must be a whole number >= 2, got 1'],
    [
      () => aucPr({ average: 'none' as never }),
      "aucPr: average must be 'macro', 'micro', 'weighted', got 'none'",
    ],
    [() => aucPr({ activation: 'sigmoid' as never }), "aucPr: activation must be a function, got 'sigmoid'"],
    [() => meanIoU({ threshold: '0' as never }), "meanIoU: threshold must be a finite number, got '0'"],
    [() => topKAccuracy({ k: 0 }), 'topKAccuracy: k must be a whole number >= 1, got 0'],
  ])('%s', (call, message) => {
    expect(call).toThrow(message);
  });

  it.each([
    ['precision', precision()],
    ['aucRoc', aucRoc()],
    ['meanIoU', meanIoU()],
    ['topKAccuracy', topKAccuracy()],
  ] as readonly (readonly [string, Metric])[])('%s of shapes that do not fit', async (name, metric) => {
    await expect(measure(metric, ones([2, 3]), ones([2]))).rejects.toThrow(
      `${name}: predictions are [2, 3], targets are [2] float32\n  fix: give class indices as int32 of shape [2]`,
    );
    await expect(measure(metric, [1] as never, ones([2]))).rejects.toThrow(
      'predictions must be a tensor, got [1]',
    );
  });

  it('fewer classes than k, and r2 of two shapes', async () => {
    expect(() => topKAccuracy()(ones([2, 3]), ones([2, 3]))).toThrow(
      'topKAccuracy: k is 5, predictions have 3 classes',
    );
    await expect(measure(r2, ones([2, 1]), ones([2]))).rejects.toThrow(
      'r2: predictions are [2, 1], targets are [2]',
    );
  });
});
