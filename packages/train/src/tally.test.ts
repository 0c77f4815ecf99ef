import { accuracy, confusionMatrix, r2 } from '@descent/losses';
import { expect, it } from 'vitest';
import { Tally } from './tally.js';

const metrics = { accuracy, confusionMatrix: confusionMatrix(), r2 };

/** Accuracy; 4 counts of a matrix; for r2 the count, two sums of squares and the mean. */
const [first, second] = [
  Float32Array.of(0.5, 4, 1, 0, 1, 2, 4, 4, 3, 1, 0.25),
  Float32Array.of(1, 4, 0, 0, 0, 1, 4, 1, 0, 0.1, 7),
];

it('a tally weighs means with the size of a batch, and joins statistics as the metric says', () => {
  const tally = new Tally(metrics);
  expect(tally.logs).toEqual({ accuracy: Number.NaN, confusionMatrix: Number.NaN, r2: Number.NaN });
  tally.add(first, 4);
  tally.add(second, 1);
  expect(tally.logs).toEqual({
    accuracy: 0.6,
    confusionMatrix: [
      [1, 0],
      [1, 3],
    ],
    r2: expect.closeTo(1 - 1.1 / (3 + (6.75 ** 2 * 4) / 5), 6),
  });
});

it('a tally goes on from its totals as if it had never stopped; metrics that are new begin there', () => {
  const whole = new Tally(metrics);
  whole.add(first, 4);
  const { accuracy: share, r2: spread } = JSON.parse(JSON.stringify(whole.totals));
  const rest = new Tally(metrics, { accuracy: share, r2: spread });
  for (const tally of [whole, rest]) tally.add(second, 1);
  expect(rest.logs).toEqual({
    ...whole.logs,
    confusionMatrix: [
      [0, 0],
      [0, 1],
    ],
  });
});
