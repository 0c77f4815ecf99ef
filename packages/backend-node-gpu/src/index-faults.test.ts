import { useBackend } from '@descent/core';
import { dense, embedding, flatten, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { adam, type Callback, fit } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

const words = 5;
const waits: Callback = { onBatchEnd() {} };

/** Trains a net on numbers of words, 2 examples a step; what is left of it. */
async function train(numbers: readonly number[], callbacks: readonly Callback[] = []) {
  const model = sequential({ input: [1], seed: 2 }, embedding(words, 3), flatten(), dense(1)) as Model;
  const optimizer = adam({ learningRate: 0.05 });
  const data = { x: numbers.map((number) => [number]), y: numbers.map((number) => [number / 2]) };
  const options = { loss: meanSquaredError, optimizer, batchSize: 2, epochs: 1, shuffle: false } as const;
  const error = await fit(model, data, { ...options, callbacks, progress: 'none' }).then(
    () => undefined,
    (thrown: { code: string; message: string }) => thrown,
  );
  const values: number[][] = [];
  for (const { value } of [...model.parameters, ...optimizer.state]) values.push([...(await value.data())]);
  model.dispose();
  optimizer.dispose();
  return { error, values };
}

describe('an index outside in the middle of training', () => {
  const gpu = gpuOfTests();

  it.each([
    ['with steps under way', []],
    ['step by step', [waits]],
  ] as const)('ends it with what the steps before it left, %s', async (_how, callbacks) => {
    await useBackend(gpu());
    const sound = await train([0, 1, 2, 3], callbacks);
    expect(sound.error).toBeUndefined();
    const { error, values } = await train([0, 1, 2, 3, 4, words, 0, 1], callbacks);
    expect(error?.code).toBe('E_INDEX');
    expect(error?.message).toContain(`index ${words} at place 1 is outside an axis of size ${words}`);
    expect(values).toEqual(sound.values);
  });
});
