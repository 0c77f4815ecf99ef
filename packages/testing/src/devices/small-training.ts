import { Rng, type TypedArray } from '@descent/core';
import { dense, dropout, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { type AdamOptions, adam, type FitOptions, fit } from '@descent/train';

const rng = new Rng(7);
/** Forty points of two inputs, and what a net shall make of them. */
const points = {
  x: Array.from({ length: 40 }, (_, i) => [i / 20, 1 - i / 20]),
  y: Array.from(rng.uniformArray(40), (noise, i) => [i / 10 + noise]),
};
rng.dispose();

/** What training came to. */
export interface Outcome {
  /** Mean loss of each epoch. */
  readonly losses: readonly number[];
  readonly parameters: readonly TypedArray[];
}

/**
 * Trains a small net on the backend in use by Adam, with dropout: 10 steps of 4 points in an epoch.
 * @example const { losses } = await trainSmallNet({ epochs: 2, backupEvery: 4 })
 */
export async function trainSmallNet(
  options: Partial<FitOptions> = {},
  more: AdamOptions = {},
  rate = 0.25,
): Promise<Outcome> {
  using model = sequential(
    { input: [2], seed: 2 },
    dense(6, { activation: 'relu' }),
    dropout(rate),
    dense(1),
  ) as Model;
  const optimizer = adam({ learningRate: 0.02, ...more });
  try {
    const { epochs } = await fit(model, points, {
      loss: meanSquaredError,
      batchSize: 4,
      progress: 'none',
      optimizer,
      epochs: 2,
      seed: 3,
      backupEvery: 4,
      ...options,
    });
    return {
      losses: epochs.map(({ loss }) => loss as number),
      parameters: await Promise.all(model.parameters.map(({ value }) => value.data())),
    };
  } finally {
    optimizer.dispose();
  }
}
