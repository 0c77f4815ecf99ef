import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

type Reduction = (x: Tensor, axis?: number) => Tensor;

const emptyRows: readonly (readonly [Reduction, number])[] = [
  [core.sum as Reduction, 0],
  [core.prod as Reduction, 1],
  [core.mean as Reduction, Number.NaN],
  [core.variance as Reduction, Number.NaN],
];

/** Reductions over nothing: the neutral element, NaN where there is none, an error where no element is the answer. */
export const emptyFaults: FaultCase[] = [
  ...emptyRows.flatMap(([f, value]): FaultCase[] => [
    {
      name: `F13: ${f.name} of none is ${value}`,
      inputs: [{ shape: [0] }],
      run: (x) => f(x),
      gives: { shape: [], values: [value] },
    },
    {
      name: `F13: ${f.name} along an empty axis is ${value}`,
      inputs: [{ shape: [2, 0] }],
      run: (x) => f(x, 1),
      gives: { values: [value, value] },
    },
  ]),
  {
    name: 'F13: all of none is true',
    inputs: [{ shape: [0], dtype: 'bool' }],
    run: (x) => core.all(x),
    gives: { shape: [], dtype: 'bool', values: [1] },
  },
  {
    name: 'F13: any of none is false',
    inputs: [{ shape: [0], dtype: 'bool' }],
    run: (x) => core.any(x),
    gives: { shape: [], dtype: 'bool', values: [0] },
  },
  ...[core.max, core.min, core.argMax, core.argMin, core.logSumExp].flatMap((f): FaultCase[] => [
    {
      name: `F13: ${f.name} along an empty axis`,
      inputs: [{ shape: [2, 0] }],
      run: (x) => (f as Reduction)(x, 1),
      throws: 'E_SHAPE',
    },
    {
      name: `F13: ${f.name} beside an empty axis is empty`,
      inputs: [{ shape: [0, 2] }],
      run: (x) => (f as Reduction)(x, 1),
      gives: { values: [], dtype: f.name.startsWith('arg') ? 'int32' : 'float32' },
    },
  ]),
  {
    name: 'F13: softmax along an empty axis is empty',
    inputs: [{ shape: [2, 0] }],
    run: (x) => core.softmax(x),
    gives: { shape: [2, 0], values: [] },
  },
  {
    name: 'F13: gradient of the mean of none is empty',
    inputs: [{ shape: [0] }],
    run: (x) => core.grad((y: Tensor) => core.mean(y))(x),
    gives: { values: [] },
  },
];
