import { describe, expect, it } from 'vitest';
import { fit, learningRateSchedule, sgd } from '../index.js';
import { net, points, quiet } from '../test-support.js';

describe('learningRateSchedule', () => {
  it('sets the rate before every epoch, from its number and the rate so far', async () => {
    using model = net();
    const optimizer = sgd({ learningRate: 0.016 });
    const seen: number[] = [];
    const schedule = learningRateSchedule((epoch, rate) => (epoch < 2 ? rate : rate / 2));
    const watching = { onBatchEnd: () => void seen.push(optimizer.learningRate) };
    await fit(model, points, {
      ...quiet,
      batchSize: 20,
      optimizer,
      epochs: 4,
      callbacks: [schedule, watching],
    });
    expect(seen).toEqual([0.016, 0.016, 0.008, 0.004]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, undefined])('refuses a rate of %s', async (rate) => {
    using model = net();
    const callbacks = [learningRateSchedule(() => rate as number)];
    await expect(fit(model, points, { ...quiet, optimizer: sgd(), callbacks })).rejects.toThrow(
      `learningRateSchedule: the rate must be a finite number >= 0, got ${rate} for epoch 0`,
    );
  });

  it('refuses what is no function', () => {
    expect(() => learningRateSchedule(0.1 as never)).toThrow(
      'learningRateSchedule: expects a function, got 0.1',
    );
  });
});
