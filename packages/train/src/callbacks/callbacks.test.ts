import { currentBackend } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { type Callback, fit, sgd, TrainingControl } from '../index.js';
import { net, points, quiet } from '../test-support.js';

/** Writes down what it is told. */
function recorder(): { readonly told: string[]; readonly callback: Callback } {
  const told: string[] = [];
  const callback: Callback = {
    onTrainBegin: ({ epochCount, batchCount, reported }) =>
      void told.push(`begin ${epochCount} × ${batchCount}: ${reported}`),
    onEpochBegin: (epoch) => void told.push(`epoch ${epoch}`),
    onBatchEnd: ({ batch }, { loss }) => void told.push(`batch ${batch} ${typeof loss}`),
    onEpochEnd: (epoch, logs, { epochs }) =>
      void told.push(`end of ${epoch}: ${Object.keys(logs)}, ${epochs.length}`),
    onTrainEnd: (_, stopped) => void told.push(stopped),
    dispose: () => void told.push('disposed'),
  };
  return { told, callback };
}

describe('callbacks', () => {
  it('are told everything in order', async () => {
    using model = net();
    const { told, callback } = recorder();
    await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      batchSize: 10,
      epochs: 2,
      validation: points,
      callbacks: [callback],
    });
    expect(told).toEqual([
      'begin 2 × 2: loss,validationLoss',
      'epoch 0',
      'batch 1 number',
      'batch 2 number',
      'end of 0: loss,validationLoss, 1',
      'epoch 1',
      'batch 1 number',
      'batch 2 number',
      'end of 1: loss,validationLoss, 2',
      'finished',
      'disposed',
    ]);
  });

  it('may stop training, in the middle of an epoch too, with a reason', async () => {
    using model = net();
    const { told, callback } = recorder();
    const enough: Callback = {
      onBatchEnd: ({ batch }, _, training) => {
        if (batch === 2) training.stop('enough');
      },
    };
    const { stopped, position } = await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      callbacks: [enough, callback],
    });
    expect(stopped).toBe('enough');
    expect(position).toEqual({ epoch: 0, batch: 2, seed: 0 });
    expect(told.slice(-2)).toEqual(['enough', 'disposed']);
  });

  it('are awaited', async () => {
    using model = net();
    const told: string[] = [];
    const slow: Callback = {
      onBatchEnd: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        told.push('slow');
      },
    };
    const after: Callback = { onBatchEnd: () => void told.push('after') };
    await fit(model, points, { ...quiet, optimizer: sgd(), batchSize: 10, callbacks: [slow, after] });
    expect(told).toEqual(['slow', 'after', 'slow', 'after']);
  });

  it('are disposed of after an error, and leave no memory behind', async () => {
    using model = net();
    const optimizer = sgd();
    await fit(model, points, { ...quiet, optimizer });
    const before = currentBackend().memory();
    for (const name of ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'] as const) {
      const { told, callback } = recorder();
      const failing: Callback = { [name]: () => Promise.reject(new Error('mine')) };
      const run = fit(model, points, { ...quiet, optimizer, callbacks: [callback, failing] });
      await expect(run).rejects.toThrow('mine');
      expect(told.at(-1)).toBe('disposed');
      expect(currentBackend().memory()).toEqual(before);
    }
  });
});

describe('a control', () => {
  it('pauses between two steps and goes on', async () => {
    using model = net();
    const control = new TrainingControl();
    let steps = 0;
    const counting: Callback = {
      onBatchEnd: ({ batch }) => {
        steps++;
        if (batch === 2) control.pause();
      },
    };
    const run = fit(model, points, { ...quiet, optimizer: sgd(), control, callbacks: [counting] });
    while (!control.isPaused) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(steps).toBe(2);
    control.resume();
    expect((await run).stopped).toBe('finished');
    expect(steps).toBe(5);
  });

  it('stops training, while it is paused too', async () => {
    using model = net();
    const control = new TrainingControl();
    control.pause();
    const run = fit(model, points, { ...quiet, optimizer: sgd(), control });
    control.stop();
    expect(await run).toMatchObject({ stopped: 'stopped', position: { epoch: 0, batch: 0 } });
  });

  it('an abort ends a pause', async () => {
    using model = net();
    const [control, abort] = [new TrainingControl(), new AbortController()];
    control.pause();
    const run = fit(model, points, { ...quiet, optimizer: sgd(), control, signal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    expect((await run).stopped).toBe('aborted');
  });
});

describe('F39: a step that is not finite', () => {
  const bad = { x: points.x.map((row, i) => (i === 6 ? [Number.NaN, 1] : row)), y: points.y };

  it('ends training where it was told to stop, with the parameters before it', async () => {
    using model = net();
    const { stopped, position } = await fit(model, bad, {
      ...quiet,
      optimizer: sgd(),
      shuffle: false,
      nonFinite: 'stop',
    });
    expect(stopped).toBe('diverged');
    expect(position.batch).toBe(2);
    expect(model.parameters.every(({ value }) => value.dataSync().every(Number.isFinite))).toBe(true);
  });

  it('is left out where it was told to skip, as if the batch had not been there', async () => {
    const train = async (data: typeof points) => {
      using model = net();
      const { epochs } = await fit(model, data, {
        ...quiet,
        optimizer: sgd(),
        shuffle: false,
        nonFinite: 'skip',
      });
      return { epochs, weights: model.parameters.map(({ value }) => [...value.dataSync()]) };
    };
    const without = { x: bad.x.toSpliced(4, 4), y: bad.y.toSpliced(4, 4) };
    expect(await train(bad)).toEqual(await train(without));
  });
});
