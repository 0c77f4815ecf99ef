import { type ArrayData, type Dataset, fromArrays } from '@descent/datasets';
import { dense, type Model, sequential } from '@descent/layers';
import { crossEntropyFromLogits, meanSquaredError } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { evaluate, type FitOptions, fit, sgd } from './index.js';

const x = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const y = Int32Array.of(0, 1, 1);
const oneHot = [
  [1, 0],
  [0, 1],
  [0, 1],
];

async function train(data: Dataset | ArrayData, options: Partial<FitOptions> = {}) {
  using model = sequential({ input: [2], seed: 1 }, dense(2)) as Model;
  const { epochs } = await fit(model, data, {
    loss: crossEntropyFromLogits,
    optimizer: sgd({ learningRate: 0.5 }),
    epochs: 2,
    batchSize: 2,
    progress: 'none',
    ...options,
  });
  return {
    losses: epochs.map(({ loss }) => loss),
    weights: model.parameters.map(({ value }) => [...value.dataSync()]),
  };
}

describe('weights of examples', () => {
  it('of 2 count as if the example were twice as steep: those of classes and those of the data are the same thing', async () => {
    const byClass = await train({ x, y }, { classWeights: { 1: 2 } });
    expect(await train({ x, y, weights: [1, 2, 2] })).toEqual(byClass);
    expect(await train({ x, y: oneHot }, { classWeights: { 1: 2 } })).toEqual(byClass);
    expect(await train({ x, y, weights: [1, 1, 2] }, { classWeights: { 0: 0.5 } })).toEqual(
      await train({ x, y, weights: [0.5, 1, 2] }),
    );
    expect(byClass).not.toEqual(await train({ x, y }));
    expect(await train({ x, y, weights: [1, 1, 1] })).toEqual(await train({ x, y }));
  });

  it('go with the examples through shuffles, parts and evaluation', async () => {
    using model = sequential({ input: [2], seed: 1 }, dense(1)) as Model;
    const targets = [[1], [2], [3]];
    const data = fromArrays({ x, y: targets, weights: [0, 0, 3] });
    const only = await evaluate(model, { x: [[1, 1]], y: [[3]] }, { loss: meanSquaredError });
    // Weights of 3 and 0 over three examples: the mean is that of the one.
    expect((await evaluate(model, data, { loss: meanSquaredError, batchSize: 2 })).loss).toBeCloseTo(
      only.loss,
      5,
    );
    expect((await evaluate(model, data.skip(2), { loss: meanSquaredError })).loss).toBeCloseTo(
      3 * only.loss,
      5,
    );
  });

  it('F46: of 0 everywhere give a loss of 0 and change nothing', async () => {
    const { losses, weights } = await train({ x, y }, { classWeights: { 0: 0, 1: 0 } });
    expect(losses).toEqual([0, 0]);
    using model = sequential({ input: [2], seed: 1 }, dense(2));
    expect(weights).toEqual(model.parameters.map(({ value }) => [...value.dataSync()]));
  });

  it('are refused where they cannot be', async () => {
    await expect(train({ x, y, weights: [1, 2] })).rejects.toThrow(
      'x holds 3 examples, weights holds 2 numbers',
    );
    await expect(train({ x, y, weights: [1, -2, 0] })).rejects.toThrow('weights[1] is -2');
    await expect(
      train({ x, y }, { classWeights: { 1: Number.NaN } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: classWeights must be finite numbers >= 0 by class index, got 1: NaN
        fix: classWeights: { 0: 1, 1: 5 }]
    `);
    await expect(
      train({ x, y }, { loss: (p, t) => crossEntropyFromLogits(p, t), classWeights: { 1: 2 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: the loss takes no weights
        fix: make it with defineLoss, or take them as a third argument: (predictions, targets, weights)]
    `);
    using model = sequential({ input: [2] }, dense(2)) as Model;
    const wide = { x, y: x.map(() => [[1, 0]]) };
    await expect(
      fit(model, wide, {
        loss: meanSquaredError,
        optimizer: sgd(),
        classWeights: { 1: 2 },
        progress: 'none',
      }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: classWeights need a class per example, targets are [1, 2]
        fix: give the data weights instead: { x, y, weights }]
    `);
  });
});
