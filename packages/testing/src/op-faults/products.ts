import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const bool = { shape: [2, 2], dtype: 'bool' as const };

/** Products of matrices that do not fit. */
export const productFaults: FaultCase[] = [
  {
    name: 'F1: matmul of [2,3] by [4,5]',
    inputs: [{ shape: [2, 3] }, { shape: [4, 5] }],
    run: (a, b) => core.matmul(a, b),
    throws: 'E_SHAPE',
  },
  {
    name: 'F1: matmul of [2,3] by [3,4] transposed',
    inputs: [{ shape: [2, 3] }, { shape: [3, 4] }],
    run: (a, b) => core.matmul(a, b, { transposeB: true }),
    throws: 'E_SHAPE',
  },
  {
    name: 'F1: matmul of batches of 2 and 3',
    inputs: [{ shape: [2, 4, 5] }, { shape: [3, 5, 4] }],
    run: (a, b) => core.matmul(a, b),
    throws: 'E_SHAPE',
  },
  {
    name: 'F1: matmul of a vector',
    inputs: [{ shape: [3] }, { shape: [3, 4] }],
    run: (a, b) => core.matmul(a, b),
    throws: 'E_SHAPE',
  },
  {
    name: 'F1: matmul of a scalar',
    inputs: [{ shape: [] }, { shape: [3, 4] }],
    run: (a, b) => core.matmul(a, b),
    throws: 'E_SHAPE',
  },
  {
    name: 'F1: matmul over an empty inner axis is 0',
    inputs: [{ shape: [2, 0] }, { shape: [0, 2] }],
    run: (a, b) => core.matmul(a, b),
    gives: { shape: [2, 2], values: [0, 0, 0, 0] },
  },
  { name: 'F21: matmul of bools', inputs: [bool, bool], run: (a, b) => core.matmul(a, b), throws: 'E_DTYPE' },
];
