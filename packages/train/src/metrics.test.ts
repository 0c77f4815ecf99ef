import { currentBackend, type Tensor, tensor } from '@descent/core';
import { dense, type Model, sequential } from '@descent/layers';
import {
  accuracy,
  aucRoc,
  confusionMatrix,
  crossEntropyFromLogits,
  f1,
  meanSquaredError,
  measure,
  r2,
} from '@descent/losses';
import { onEachBackend } from '@descent/testing';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { earlyStopping, evaluate, fit, type Metrics, predict, sgd } from './index.js';
import { net, points, quiet } from './test-support.js';

/** 61 points of three classes, told apart by their angle, but not by a straight line. */
const sectors = {
  x: Array.from({ length: 61 }, (_, i) => [Math.cos(i), Math.sin(i)]),
  y: Int32Array.from({ length: 61 }, (_, i) => Math.floor(((i % (2 * Math.PI)) / (2 * Math.PI)) * 3)),
};

function classifier(): Model {
  return sequential({ input: [2], seed: 3 }, dense(3)) as Model;
}

const metrics = { accuracy, f1: f1(), confusionMatrix: confusionMatrix() };
const loss = crossEntropyFromLogits;

describe('metrics', () => {
  onEachBackend(() => {
    it('of evaluate do not depend on how the data is cut into batches', async () => {
      using model = classifier();
      const whole = await evaluate(model, sectors, { loss, metrics, batchSize: 61 });
      const cut = await evaluate(model, sectors, { loss, metrics, batchSize: 7 });
      expect(cut.confusionMatrix).toEqual(whole.confusionMatrix);
      expect(cut.f1).toBeCloseTo(whole.f1, 12);
      expect(cut.accuracy).toBeCloseTo(whole.accuracy, 6);
      expect(whole.confusionMatrix.flat().reduce((a, b) => a + b)).toBe(61);
      using scores = await predict(model, sectors.x);
      expect(await measure(metrics.f1, scores, tensor(sectors.y))).toBeCloseTo(whole.f1, 6);
    });

    it('are read together with the loss: once for each batch', async () => {
      using model = classifier();
      const reads = vi.spyOn(currentBackend(), 'read');
      await evaluate(model, sectors, { loss, metrics: { ...metrics, aucRoc: aucRoc() }, batchSize: 16 });
      expect(reads).toHaveBeenCalledTimes(4);
      reads.mockRestore();
    });

    it('of fit cover the epoch, and those of the validation data stand beside them', async () => {
      using model = net();
      const { epochs } = await fit(model, points, {
        ...quiet,
        optimizer: sgd({ learningRate: 1e-12 }),
        metrics: { r2, meanSquaredError },
        validation: points,
        batchSize: 3,
      });
      const [logs] = epochs;
      expect(logs?.r2).toBeCloseTo(logs?.validationR2 as number, 5);
      expect(logs?.meanSquaredError).toBeCloseTo(logs?.loss as number, 5);
      const whole = await evaluate(model, points, { loss: meanSquaredError, metrics: { r2 }, batchSize: 20 });
      expect(logs?.validationR2).toBeCloseTo(whole.r2, 5);
    });
  });
});

describe('fit', () => {
  const data = { x: sectors.x, y: sectors.y };
  const options = { loss, optimizer: sgd(), progress: 'none', validation: data } as const;

  it('stops early by a metric that counts over batches, and takes more of it for better', async () => {
    using model = classifier();
    const { epochs, bestEpoch } = await fit(model, data, {
      ...options,
      optimizer: sgd({ learningRate: 0.5 }),
      metrics: { f1: f1() },
      epochs: 12,
      callbacks: [earlyStopping({ monitor: 'validationF1', patience: 12 })],
    });
    const scores = epochs.map(({ validationF1 }) => validationF1 as number);
    expect(bestEpoch).toBe(scores.indexOf(Math.max(...scores)));
    expect(Math.max(...scores)).toBeGreaterThan(scores[0] as number);
  });

  it('shows NaN for an epoch whose batches are all left out', async () => {
    using model = classifier();
    const holed = { x: [[Number.NaN, 1]], y: Int32Array.of(0) };
    const { epochs } = await fit(model, holed, {
      loss,
      optimizer: sgd(),
      metrics: { accuracy, f1: f1() },
      progress: 'none',
      nonFinite: 'skip',
    });
    expect(epochs).toEqual([{ loss: Number.NaN, accuracy: Number.NaN, f1: Number.NaN }]);
  });

  it('names a metric that was not called before it was given away', async () => {
    using model = classifier();
    await expect(fit(model, data, { ...options, metrics: { f1: f1 as never } })).rejects.toThrow(
      'f1: expects options, got a Tensor\n  fix: call it first: f1() is what takes predictions',
    );
  });

  it('refuses a metric that is no vector of numbers or scalar', async () => {
    using model = classifier();
    const rows = { rows: (p: Tensor) => p };
    await expect(evaluate(model, data, { loss, metrics: rows })).rejects.toThrow('[32, 3]');
  });
});

describe('types', () => {
  it('evaluate gives what its metrics give', async () => {
    using model = classifier();
    const result = await evaluate(model, sectors, { loss, metrics });
    expectTypeOf(result.loss).toEqualTypeOf<number>();
    expectTypeOf(result.f1).toEqualTypeOf<number>();
    expectTypeOf(result.accuracy).toEqualTypeOf<number>();
    expectTypeOf(result.confusionMatrix).toEqualTypeOf<number[][]>();
  });

  it('fit takes metrics that are numbers', () => {
    expectTypeOf({ f1: f1(), accuracy }).toExtend<Metrics>();
    expectTypeOf({ confusionMatrix: confusionMatrix() }).not.toExtend<Metrics>();
  });
});
