import { expectClose, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { type Callback, type CallbackState, fit, reduceOnPlateau, sgd, type Training } from '../index.js';
import { net, points, quiet } from '../test-support.js';

const golden = readGolden('plateau');

/** The rates after each of the losses. */
async function ratesOf(
  callback: Callback,
  losses: readonly number[],
  from: { readonly rate: number; readonly state?: CallbackState } = { rate: 0.1 },
): Promise<number[]> {
  const optimizer = sgd({ learningRate: from.rate });
  const training = { optimizer, reported: ['loss'] } as unknown as Training;
  await callback.onTrainBegin?.(training);
  if (from.state) callback.load?.(from.state, training);
  const rates: number[] = [];
  for (const [epoch, loss] of losses.entries()) {
    await callback.onEpochEnd?.(epoch, { loss }, training);
    rates.push(optimizer.learningRate);
  }
  optimizer.dispose();
  return rates;
}

describe(`reduceOnPlateau equals ${golden.origin.library} ${golden.origin.version}`, () => {
  it.each(golden.cases.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const rates = await ratesOf(reduceOnPlateau(row.attrs), row.inputs.loss?.values ?? []);
    expectClose(rates, row.outputs.rate?.values ?? [], { relative: 1e-6 });
  });
});

describe('reduceOnPlateau', () => {
  it('begins anew in every run', async () => {
    const callback = reduceOnPlateau({ patience: 2, factor: 0.5, cooldown: 5 });
    const losses = [1, 2, 3, 4];
    expect(await ratesOf(callback, losses)).toEqual(await ratesOf(callback, losses));
  });

  it('goes on from a checkpoint as if nothing had happened', async () => {
    const losses = [1, 2, 3, 4, 5, 6];
    const make = () => reduceOnPlateau({ patience: 2, factor: 0.5, cooldown: 2 });
    const unbroken = await ratesOf(make(), losses);
    for (let cut = 1; cut < losses.length; cut++) {
      const [before, after] = [make(), make()];
      const first = await ratesOf(before, losses.slice(0, cut));
      const state = JSON.parse(JSON.stringify(await before.save?.({} as Training)));
      const second = await ratesOf(after, losses.slice(cut), { rate: first.at(-1) as number, state });
      expect([...first, ...second]).toEqual(unbroken);
    }
  });

  it('lets the rate fall while fit trains, and leaves a rate below the floor alone', async () => {
    using model = net();
    const train = async (learningRate: number): Promise<number> => {
      const optimizer = sgd({ learningRate });
      const callbacks = [reduceOnPlateau({ patience: 1, minDelta: 1e9, minLearningRate: 1e-4 })];
      await fit(model, points, { ...quiet, optimizer, epochs: 3, callbacks });
      return optimizer.learningRate;
    };
    expect(await train(0.01)).toBeCloseTo(1e-4, 12);
    expect(await train(1e-6)).toBe(1e-6);
  });

  it.each([
    [{ factor: 1 }, 'reduceOnPlateau: factor must lie in (0, 1), got 1'],
    [{ factor: Number.NaN }, 'reduceOnPlateau: factor must lie in (0, 1), got NaN'],
    [{ factor: '0.5' }, "reduceOnPlateau: factor must lie in (0, 1), got '0.5'"],
    [{ patience: -1 }, 'reduceOnPlateau: patience must be a whole number >= 0, got -1'],
    [{ cooldown: 1.5 }, 'reduceOnPlateau: cooldown must be a whole number >= 0, got 1.5'],
    [{ minLearningRate: -1 }, 'reduceOnPlateau: minLearningRate must be a finite number >= 0, got -1'],
  ])('refuses %o', (options, message) => {
    expect(() => reduceOnPlateau(options as object)).toThrow(message);
  });

  it('refuses a number that nobody reports, and NaN', async () => {
    using model = net();
    const run = (callback: Callback, x = points.x) =>
      fit(model, points, {
        ...quiet,
        optimizer: sgd(),
        validation: { x, y: points.y },
        callbacks: [callback],
      });
    await expect(run(reduceOnPlateau({ monitor: 'f1' }))).rejects.toThrow(
      "reduceOnPlateau: nothing is called 'f1'",
    );
    await expect(
      run(
        reduceOnPlateau(),
        points.x.map(() => [Number.NaN, 1]),
      ),
    ).rejects.toThrow('reduceOnPlateau: validationLoss is NaN after epoch 1');
  });
});
