import { clip, oneHot, pad, type Tensor, tensor, useBackend } from '@descent/core';
import { expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

const gpu = gpuOfTests();

/** Calls that differ in a number alone, and what they give. */
const alike: readonly (readonly [string, (() => Tensor)[], number[][]])[] = [
  [
    'clip',
    [[-Infinity, 1] as const, [-Infinity, Infinity] as const, [0, Infinity] as const].map(
      ([min, max]) =>
        () => {
          return clip(tensor([-2, 2]), min, max);
        },
    ),
    [
      [-2, 1],
      [-2, 2],
      [0, 2],
    ],
  ],
  [
    'pad',
    [-Infinity, Infinity, Number.NaN, 0, -0].map((value) => () => pad(tensor([7]), [[0, 1]], value)),
    [
      [7, -Infinity],
      [7, Infinity],
      [7, Number.NaN],
      [7, 0],
      [7, -0],
    ],
  ],
  [
    'oneHot',
    [-Infinity, Infinity].map((offValue) => () => oneHot(tensor([1], [1], 'int32'), 2, { offValue })),
    [
      [-Infinity, 1],
      [Infinity, 1],
    ],
  ],
];

it.each(alike)(
  '%s: calls that differ in a number that JSON lacks have shaders of their own',
  async (_what, calls, expected) => {
    await useBackend(gpu());
    const results: number[][] = [];
    for (const call of calls) {
      using result = call();
      results.push([...(await result.data())]);
    }
    expect(results).toEqual(expected);
  },
);
