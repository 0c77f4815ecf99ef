import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Backend,
  currentBackend,
  referenceBackend,
  type Tensor,
  tensor,
  useBackend,
} from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { f1, meanAbsoluteError } from '@descent/losses';
import { withoutBlocking } from '@descent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adam,
  checkpoints,
  cosineDecay,
  earlyStopping,
  evaluate,
  fit,
  learningRateSchedule,
  predict,
  rangeTest,
  reduceOnPlateau,
  sgd,
  tensorBoard,
} from './index.js';
import { net, points, quiet } from './test-support.js';

const schedule = cosineDecay({ initialRate: 0.1, decaySteps: 100 });

describe('on a device that cannot read at once', () => {
  let before: Backend;
  let folder: string;
  beforeAll(async () => {
    before = currentBackend();
    folder = mkdtempSync(join(tmpdir(), 'descent-'));
    await useBackend(withoutBlocking(referenceBackend()));
  });
  afterAll(async () => {
    await useBackend(before);
    rmSync(folder, { recursive: true });
  });

  it('nothing can be read at once, so that the other tests mean something', () => {
    using x = tensor([1]);
    expect(() => x.item()).toThrow('item: backend reference without blocking cannot read at once');
  });

  it('fit runs with a schedule, metrics, validation, checkpoints and every callback', async () => {
    using model = net();
    const optimizer = adam({ learningRate: schedule, clipNorm: 1, ema: { decay: 0.9 }, accumulate: 2 });
    const { epochs, stopped } = await fit(model, points, {
      ...quiet,
      optimizer,
      epochs: 3,
      metrics: { meanAbsoluteError, f1: f1() },
      validation: points,
      checkpoints: checkpoints(join(folder, 'checkpoints'), { everyBatches: 2 }),
      callbacks: [
        earlyStopping({ patience: 5 }),
        tensorBoard(join(folder, 'events'), { histogramsEvery: 1 }),
      ],
    });
    expect([epochs.length, stopped]).toEqual([3, 'finished']);
    expect(readdirSync(join(folder, 'events/train')).length).toBe(1);
    // 15 batches, an update every other.
    expect(await optimizer.readLearningRate()).toBeCloseTo(0.05 * (1 + Math.cos(0.07 * Math.PI)), 6);
    expect(() => optimizer.learningRate).toThrow('cannot read at once');
    optimizer.dispose();
  });

  it('callbacks set a rate that is a number, and say so where a schedule rules it', async () => {
    using model = net();
    const optimizer = sgd({ learningRate: 0.01 });
    const halving = learningRateSchedule((_epoch, rate) => rate / 2);
    const plateau = reduceOnPlateau({ patience: 1, minDelta: 1e9 });
    await fit(model, points, { ...quiet, optimizer, epochs: 2, callbacks: [halving, plateau] });
    expect(optimizer.learningRate).toBeCloseTo(0.00025, 9);
    for (const callbacks of [[halving], [plateau]]) {
      const ruled = fit(model, points, {
        ...quiet,
        optimizer: sgd({ learningRate: schedule }),
        epochs: 2,
        callbacks,
      });
      await expect(ruled).rejects.toThrow('sgd: learningRate follows a schedule and cannot be set');
    }
    await expect(
      rangeTest(model, points, { ...quiet, optimizer: sgd({ learningRate: schedule }) }),
    ).rejects.toThrow('sgd: learningRate follows a schedule and cannot be set');
  });

  it('a step that diverges names its rate, a schedule’s too', async () => {
    using model = net();
    const loss = (predictions: Tensor): Tensor => predictions.sub(predictions).log().mean();
    const run = fit(model, points, { ...quiet, loss, optimizer: sgd({ learningRate: schedule }) });
    await expect(run).rejects.toThrow('or lower the learning rate (it is 0.1');
  });

  it('data may be tensors: fit, evaluate, predict and rangeTest give what they give for arrays', async () => {
    using x = tensor(points.x);
    using y = tensor(points.y);
    const data = { x: x as Tensor, y: y as Tensor };
    const results = [];
    for (const given of [points, data]) {
      using model = net();
      const run = { ...quiet, optimizer: sgd(), validation: given };
      const { epochs } = await fit(model, given, run);
      const measured = await evaluate(model, given, quiet);
      using all = await predict(model, given);
      using inputs = await predict(model, given.x);
      const { losses } = await rangeTest(model, given, { ...quiet, steps: 5 });
      results.push({ epochs, measured, all: await all.data(), inputs: await inputs.data(), losses });
    }
    expect(results[1]).toEqual(results[0]);
    expect(await (x as Tensor).data()).toEqual(Float32Array.from(points.x.flat()));
  });

  it('leaves nothing on the device', async () => {
    const start = currentBackend().memory();
    const model = net();
    const optimizer = sgd({ learningRate: schedule });
    using x = tensor(points.x);
    const data = { x: x as Tensor, y: points.y };
    await fit(model, data, { ...quiet, optimizer, validation: fromArrays(points) });
    await optimizer.readLearningRate();
    model.dispose();
    optimizer.dispose();
    x.dispose();
    expect(currentBackend().memory()).toEqual(start);
  });
});
