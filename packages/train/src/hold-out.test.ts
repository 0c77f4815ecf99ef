import { type Dataset, fromArrays } from '@descent/datasets';
import type { Model } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { evaluate, type FitOptions, fit, sgd } from './index.js';
import { net, points, quiet } from './test-support.js';

async function train(data: Dataset | typeof points, options: Partial<FitOptions>) {
  using model: Model = net();
  const { epochs } = await fit(model, data, { ...quiet, optimizer: sgd(), epochs: 2, ...options });
  return { epochs, measured: await evaluate(model, fromArrays(points).skip(15), quiet) };
}

describe('validationSplit', () => {
  it('is training on the first examples and validation on the last, before the shuffle', async () => {
    const all = fromArrays(points);
    const split = await train(points, { validationSplit: 0.25 });
    expect(split).toEqual(await train(all.take(15), { validation: all.skip(15) }));
    expect(split).toEqual(await train(all, { validationSplit: 0.25 }));
    expect(split.epochs.at(-1)?.validationLoss).toBe(split.measured.loss);
  });

  it('leaves ⌊n · (1 − share)⌋ of n examples, as Keras does', async () => {
    const all = fromArrays(points);
    // 20 · (1 − 0.1) is 18, 20 · (1 − 0.33) is 13.4.
    expect(await train(all, { validationSplit: 0.1 })).toEqual(
      await train(all.take(18), { validation: all.skip(18) }),
    );
    expect(await train(all, { validationSplit: 0.33 })).toEqual(
      await train(all.take(13), { validation: all.skip(13) }),
    );
  });

  const stream: Dataset = {
    length: undefined,
    inputShape: [2],
    targetShape: [1],
    batches: (options) => fromArrays(points).batches(options),
  };
  it.each([
    [points, { validationSplit: 0 }, 'fit: validationSplit must lie in (0, 1), got 0'],
    [points, { validationSplit: 1 }, 'fit: validationSplit must lie in (0, 1), got 1'],
    [points, { validationSplit: Number.NaN }, 'fit: validationSplit must lie in (0, 1), got NaN'],
    [points, { validationSplit: '0.2' as never }, "fit: validationSplit must lie in (0, 1), got '0.2'"],
    [points, { validationSplit: 0.5, validation: points }, 'fit: validationSplit cannot go with validation'],
    [stream, { validationSplit: 0.5 }, 'fit: validationSplit needs arrays, got an object with length'],
    [points, { validationSplit: 0.99 }, 'fit: validationSplit 0.99 of 20 examples leaves one side empty'],
    [points, { validationSplit: 1e-20 }, 'fit: validationSplit 1e-20 of 20 examples leaves one side empty'],
  ])('refuses %#', async (data, options, message) => {
    await expect(train(data, options)).rejects.toThrow(message);
  });
});
