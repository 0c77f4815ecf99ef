import { fromArrays } from '@descent/datasets';
import { dense, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { type EarlyStoppingOptions, earlyStopping, type FitOptions, fit, sgd } from '../index.js';

const data = fromArrays({ x: [[1], [2], [3]], y: [[2], [4], [6]] });

function net(): Model {
  return sequential({ input: [1], seed: 1 }, dense(1)) as unknown as Model;
}

/** Trains with a learning rate that is fine for two epochs and then climbs away. */
async function trainAndOvershoot(
  model: Model,
  stopping: EarlyStoppingOptions,
  options: Partial<FitOptions> = {},
) {
  const optimizer = sgd({ learningRate: 0.1 });
  const weights: number[][] = [];
  const history = await fit(model, data, {
    loss: meanSquaredError,
    optimizer,
    validation: data,
    epochs: 10,
    progress: 'none',
    callbacks: [
      {
        onEpochEnd(epoch) {
          weights.push(model.parameters.flatMap((cell) => [...cell.value.dataSync()]));
          if (epoch === 1) optimizer.learningRate = 0.3;
        },
      },
      earlyStopping(stopping),
    ],
    ...options,
  });
  return { history, weights, last: model.parameters.flatMap((cell) => [...cell.value.dataSync()]) };
}

describe('early stopping', () => {
  it('stops when patience runs out and restores the best weights', async () => {
    using model = net();
    const { history, weights, last } = await trainAndOvershoot(model, { patience: 3 });
    expect(history.stopped).toBe('earlyStopping');
    const losses = history.epochs.map((logs) => logs.validationLoss as number);
    const best = losses.indexOf(Math.min(...losses));
    expect(best).toBe(1);
    expect(history.bestEpoch).toBe(best);
    expect(history.epochs).toHaveLength(best + 1 + 3);
    expect(last).toEqual(weights[best]);
  });

  it('stops at the first worse epoch by default, and leaves the last weights when told so', async () => {
    using model = net();
    const { history, weights, last } = await trainAndOvershoot(model, { restoreBest: false });
    expect(history.epochs).toHaveLength(3);
    expect(last).toEqual(weights[2]);
  });

  it('restores the best weights also when the epochs run out first', async () => {
    using model = net();
    const { history, weights, last } = await trainAndOvershoot(model, { patience: 5 }, { epochs: 4 });
    expect(history.stopped).toBe('finished');
    expect(last).toEqual(weights[1]);
  });

  it('counts an epoch as better only by more than minDelta', async () => {
    using model = net();
    const { history } = await trainAndOvershoot(model, { minDelta: 1e9, patience: 2 });
    expect(history.bestEpoch).toBe(0);
    expect(history.epochs).toHaveLength(3);
  });

  it('takes the greater as better for an accuracy', async () => {
    using model = net();
    const metrics = { accuracyLike: meanSquaredError };
    const stopping = { monitor: 'validationAccuracyLike', patience: 20 };
    const { history } = await trainAndOvershoot(model, stopping, { metrics });
    const values = history.epochs.map((logs) => logs.validationAccuracyLike as number);
    expect(history.bestEpoch).toBe(values.indexOf(Math.max(...values)));
  });

  it('begins anew in every run', async () => {
    using model = net();
    const stopping = earlyStopping({ patience: 2 });
    const options = {
      loss: meanSquaredError,
      optimizer: sgd({ learningRate: 0 }),
      epochs: 9,
      progress: 'none',
    } as const;
    for (let run = 0; run < 2; run++) {
      const { epochs } = await fit(model, data, { ...options, callbacks: [stopping] });
      expect(epochs).toHaveLength(3);
    }
  });

  it('refuses what is neither true nor false', () => {
    expect(() => earlyStopping({ restoreBest: 'no' as never })).toThrow(
      "earlyStopping: restoreBest must be true or false, got 'no'",
    );
  });
});
