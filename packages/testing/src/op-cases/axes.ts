import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

const scanOptions = [{}, { exclusive: true }, { reverse: true }, { exclusive: true, reverse: true }];

const scanShapes: readonly (readonly [readonly number[], number])[] = [
  [[7], 0],
  [[1], 0],
  [[3, 5], 0],
  [[3, 5], -1],
  [[2, 4, 3], 1],
];

const scanCases: readonly OpCase[] = [core.cumsum, core.cumprod].flatMap((f) => [
  ...scanShapes.flatMap(([shape, axis]) =>
    scanOptions.map((options) => ({
      name: `${f.name}: ${JSON.stringify(shape)} along ${axis}, ${JSON.stringify(options)}`,
      inputs: [{ shape }],
      run: (x: Tensor) => f(x, axis, options),
    })),
  ),
  ...scanOptions.map((options) => ({
    name: `${f.name}: none, one and two zeros, ${JSON.stringify(options)}`,
    inputs: [{ shape: [3, 4], values: [2, -1, 3, 0.5, 2, 0, 3, -2, 0, 2, 0, 3] }],
    run: (x: Tensor) => f(x, 1, options),
  })),
  {
    name: `${f.name}: int32`,
    inputs: [{ shape: [3, 4], dtype: 'int32' as const }],
    run: (x: Tensor) => f(x, 1),
  },
  {
    name: `${f.name}: int32 wraps around`,
    inputs: [{ shape: [3], dtype: 'int32' as const, values: [2147483647, 2147483647, 123456789] }],
    run: (x: Tensor) => f(x),
  },
  {
    name: `${f.name}: NaN and infinities`,
    inputs: [{ shape: [2, 4], values: [1, inf, -inf, 2, nan, 1, 3e38, 3e38] }],
    run: (x: Tensor) => f(x, 1),
    gradients: false,
  },
  { name: `${f.name}: an empty axis`, inputs: [{ shape: [2, 0] }], run: (x: Tensor) => f(x, 1) },
  { name: `${f.name}: beside an empty axis`, inputs: [{ shape: [0, 3] }], run: (x: Tensor) => f(x, 1) },
  {
    name: `${f.name}: many elements`,
    inputs: [{ shape: [9, 5003], from: f === core.cumsum ? 0 : -1, to: 1 }],
    run: (x: Tensor) => f(x, 1),
    gradients: false,
  },
]);

/** Ops that work along an axis and keep it. */
export const axisCases: OpCase[] = [...scanCases];
