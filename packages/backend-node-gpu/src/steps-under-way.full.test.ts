import { currentBackend, type Tensor, type TypedArray, useBackend } from '@descent/core';
import { batchNorm, dense, dropout, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { adam, type Callback, fit } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

const steps = 12;
const x = Array.from({ length: 4 * steps }, (_, i) => [Math.sin(i), Math.cos(i * i)]);
const waits: Callback = { onBatchEnd() {} };

/** Trains, with NaN in one batch; all that training leaves. */
async function train(
  badStep: number | undefined,
  nonFinite: 'throw' | 'stop',
  callbacks: readonly Callback[],
) {
  const y = x.map(([a, b], i) => [
    badStep !== undefined && Math.floor(i / 4) + 1 >= badStep ? Number.NaN : Number(a) - Number(b),
  ]);
  const model = sequential(
    { input: [2], seed: 2 },
    dense(8, { activation: 'tanh' }),
    batchNorm(),
    dropout(0.3),
    dense(1),
  ) as Model;
  const optimizer = adam({ learningRate: 0.01 });
  const options = {
    loss: meanSquaredError,
    optimizer,
    batchSize: 4,
    shuffle: false,
    nonFinite,
    callbacks,
  } as const;
  const ended = await fit(model, { x, y }, { ...options, epochs: 2, progress: 'none' }).then(
    ({ epochs, stopped, position }) => ({ epochs, stopped, position }),
    (error: Error) => ({ error: error.message }),
  );
  const values: TypedArray[] = [];
  for (const { value } of [...model.parameters, ...optimizer.state] as { value: Tensor }[]) {
    values.push(await value.data());
  }
  model.dispose();
  optimizer.dispose();
  return { ...ended, values };
}

describe('steps that begin before the one before is read', () => {
  const gpu = gpuOfTests();

  it('leave the bits that steps one after another leave, also around one that is not finite', async () => {
    await useBackend(gpu());
    for (const badStep of [undefined, 1, 5, steps]) {
      for (const nonFinite of ['throw', 'stop'] as const) {
        const expected = await train(badStep, nonFinite, [waits]);
        expect(await train(badStep, nonFinite, []), `${nonFinite} at ${badStep}`).toEqual(expected);
        if (badStep === undefined) expect(expected).toHaveProperty('stopped', 'finished');
        else if (nonFinite === 'stop') expect(expected).toHaveProperty('position.batch', badStep);
        else
          expect(expected).toHaveProperty(
            'error',
            expect.stringContaining(`batch ${badStep}: the loss is NaN`),
          );
      }
    }
    expect(currentBackend().memory().buffers).toBe(0);
  });
});
