import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const bool = { shape: [2, 2], dtype: 'bool' as const };

const einsumFaults = [
  { equation: 'ij,jk', throws: 'E_SHAPE' },
  { equation: 'ijk,j', throws: 'E_SHAPE' },
  { equation: 'ij,kl->im', throws: 'E_VALUE' },
  { equation: 'ij', throws: 'E_VALUE' },
  { equation: '...,...->', throws: 'E_SHAPE' },
].map(
  ({ equation, throws }): FaultCase => ({
    name: `F1: einsum ${equation} of [2,3] and [4,5]`,
    inputs: [{ shape: [2, 3] }, { shape: [4, 5] }],
    run: (a, b) => core.einsum(equation, a, b),
    throws: throws as 'E_SHAPE',
  }),
);

/** Products of matrices that do not fit. */
export const productFaults: FaultCase[] = [
  ...einsumFaults,
  {
    name: 'F21: einsum of bools',
    inputs: [bool],
    run: (a) => core.einsum('ij->ji', a),
    throws: 'E_DTYPE',
  },
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
