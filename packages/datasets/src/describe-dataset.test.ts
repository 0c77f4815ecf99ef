import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { describeDataset, showDescription } from './describe-dataset.js';
import { fromArrays } from './from-arrays.js';

describe('describeDataset', () => {
  it('has the mean and deviation of every channel, as worked out at once', async () => {
    const values = Float32Array.from(
      new Rng(1).normalArray(200 * 6),
      (value, i) => value * (1 + (i % 3)) + 1000,
    );
    const data = fromArrays({
      x: values,
      inputShape: [2, 3],
      y: Int32Array.from({ length: 200 }, (_, i) => i % 2),
    });
    const { channels, inputs, count, classes } = await describeDataset(data);
    const worked = (some: Float32Array) => {
      const mean = some.reduce((sum, value) => sum + value, 0) / some.length;
      const variance = some.reduce((sum, value) => sum + (value - mean) ** 2, 0) / some.length;
      return [Math.min(...some), Math.max(...some), mean, Math.sqrt(variance)];
    };
    for (const [channel, found] of [...channels, inputs].entries()) {
      const own = channel === 3 ? values : values.filter((_, i) => i % 3 === channel);
      const [least = 0, largest = 0, mean = 0, deviation = 0] = worked(own);
      expect([found?.least, found?.largest]).toEqual([least, largest]);
      expect(found?.mean).toBeCloseTo(mean, 9);
      expect(found?.standardDeviation).toBeCloseTo(deviation, 9);
    }
    expect([count, classes?.map((each) => each.count)]).toEqual([200, [100, 100]]);
  });

  it('is shown as text, values that are not finite and empty classes included', async () => {
    const classified = fromArrays({
      x: [
        [0, 1],
        [0.5, Number.NaN],
        [1, 3],
      ],
      y: Int32Array.of(0, 2, 2),
      classNames: ['cat', 'dog', 'hen'],
    });
    expect(showDescription(await describeDataset(classified))).toMatchInlineSnapshot(`
      "3 examples, inputs [2], targets []
      inputs: 0 to 3, mean 1.1, standard deviation 1.02
        channel 0: 0 to 1, mean 0.5, standard deviation 0.4082
        channel 1: 1 to 3, mean 2, standard deviation 1
      1 values of inputs are NaN or infinite
      class 0 cat: 1 (33.3 %)
      class 1 dog: 0 (0.0 %)
      class 2 hen: 2 (66.7 %)"
    `);
    const measured = fromArrays({ x: [[1], [2]], y: [[10], [20]] });
    expect(showDescription(await describeDataset(measured))).toMatchInlineSnapshot(`
      "2 examples, inputs [1], targets [1]
      inputs: 1 to 2, mean 1.5, standard deviation 0.5
      targets: 10 to 20, mean 15, standard deviation 5"
    `);
  });
});
