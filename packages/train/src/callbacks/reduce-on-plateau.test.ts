import { describe, expect, it } from 'vitest';
import {
  cosineDecay,
  type FitOptions,
  fit,
  type ReduceOnPlateauOptions,
  reduceOnPlateau,
  sgd,
} from '../index.js';
import { net, points, quiet } from '../test-support.js';

/** The rate after each epoch in which a number has these values. */
function ratesFor(values: readonly number[], options: ReduceOnPlateauOptions): number[] {
  const optimizer = sgd({ learningRate: 1 });
  const callback = reduceOnPlateau({ monitor: 'watched', ...options });
  const training = { reported: ['watched'], optimizer } as never;
  void callback.onTrainBegin?.(training);
  return values.map((watched, epoch) => {
    void callback.onEpochEnd?.(epoch, { watched }, training);
    return optimizer.learningRate;
  });
}

describe('reduceOnPlateau', () => {
  it('lowers the rate after `patience` epochs without a better one', () => {
    expect(ratesFor([5, 4, 4, 4, 3, 3, 3], { factor: 0.5, patience: 2 })).toEqual([
      1, 1, 1, 0.5, 0.5, 0.5, 0.25,
    ]);
  });

  it('counts as better what is better by more than minDelta, more being better for an accuracy', () => {
    expect(ratesFor([5, 4.9999, 4.9999], { factor: 0.5, patience: 1, minDelta: 1e-3 })).toEqual([
      1, 0.5, 0.25,
    ]);
    expect(ratesFor([0.1, 0.2, 0.3], { factor: 0.5, patience: 1, mode: 'max' })).toEqual([1, 1, 1]);
  });

  it('rests after a fall, and stops at minRate', () => {
    expect(ratesFor([1, 1, 1, 1, 1], { factor: 0.5, patience: 1, cooldown: 2 })).toEqual([
      1, 0.5, 0.5, 0.25, 0.25,
    ]);
    expect(ratesFor([1, 1, 1, 1], { factor: 0.1, patience: 1, minRate: 0.05 })).toEqual([1, 0.1, 0.05, 0.05]);
    expect(ratesFor([1, 1], { factor: 0.1, patience: 1, minRate: 2 })).toEqual([1, 1]);
  });

  it('works inside fit, and begins anew in every run', async () => {
    using model = net();
    const optimizer = sgd({ learningRate: 0 });
    const callbacks = [
      reduceOnPlateau({ factor: 0.5, patience: 2 }),
      {
        onTrainBegin() {
          optimizer.learningRate = 1e-20;
        },
      },
    ];
    for (let run = 0; run < 2; run++) {
      await fit(model, points, { ...quiet, optimizer, epochs: 4, callbacks });
      expect(optimizer.learningRate).toBe(0.5e-20);
    }
  });

  it.each([
    [{ factor: 1 }, 'reduceOnPlateau: factor must lie in (0, 1), got 1'],
    [{ patience: -1 }, 'reduceOnPlateau: patience must be a whole number >= 0, got -1'],
    [{ cooldown: 1.5 }, 'reduceOnPlateau: cooldown must be a whole number >= 0, got 1.5'],
    [{ minRate: Number.NaN }, 'reduceOnPlateau: minRate must be a finite number >= 0, got NaN'],
  ])('refuses %o', (options, message) => {
    expect(() => reduceOnPlateau(options)).toThrow(message);
  });

  it('refuses a name that nothing has, and a rate that follows a schedule', async () => {
    using model = net();
    const options: FitOptions = {
      ...quiet,
      optimizer: sgd(),
      callbacks: [reduceOnPlateau({ monitor: 'f1' })],
    };
    await expect(fit(model, points, options)).rejects.toThrow("reduceOnPlateau: nothing is called 'f1'");
    const optimizer = sgd({ learningRate: cosineDecay({ initialRate: 1e-9, decaySteps: 9 }) });
    const callbacks = [reduceOnPlateau({ patience: 1, minDelta: 1e9 })];
    await expect(fit(model, points, { ...quiet, optimizer, epochs: 3, callbacks })).rejects.toThrow(
      'sgd: learningRate follows a schedule and cannot be set',
    );
  });
});
