import { describeValue, ValueError } from '@descent/core';

/**
 * How the values of several classes become one: 'macro' is their mean; 'micro' the value of all counts together;
 * 'weighted' their mean, weighted with the number of examples of each class.
 */
export type Average = 'macro' | 'micro' | 'weighted';

const averages: readonly unknown[] = ['macro', 'micro', 'weighted'] satisfies Average[];

/**
 * Checks the name of an average.
 * @throws ValueError for anything else
 */
export function checkAverage(op: string, average: Average): void {
  if (averages.includes(average)) return;
  throw new ValueError(
    `${op}: average must be ${averages.map(describeValue).join(', ')}, got ${describeValue(average)}`,
  );
}

/** The mean of values, each as heavy as its weight; 0 where nothing weighs. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = weights.reduce((a, b) => a + b, 0);
  const heavy = values.map((value, i) => (weights[i] === 0 ? 0 : value * (weights[i] as number)));
  return sum === 0 ? 0 : heavy.reduce((a, b) => a + b, 0) / sum;
}
