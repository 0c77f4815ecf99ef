import type { Tensor } from '@descent/core';
import { einsum } from '@descent/core';
import type { OpCase } from '../op-case.js';

type EinsumRow = readonly [equation: string, ...shapes: (readonly number[])[]];

const rows: readonly EinsumRow[] = [
  ['ij->ij', [2, 3]],
  ['ij->ji', [2, 3]],
  ['ij->', [2, 3]],
  ['ij->j', [2, 3]],
  ['ii->i', [3, 3]],
  ['ii', [3, 3]],
  ['iij->ji', [3, 3, 2]],
  ['iijj->ij', [3, 3, 2, 2]],
  ['iii->i', [3, 3, 3]],
  ['->', []],
  ['i,i->', [5], [5]],
  ['i,i->i', [5], [5]],
  ['i,j->ij', [3], [4]],
  ['i,j->ji', [3], [4]],
  ['i,j->', [3], [4]],
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['ij,jk', [2, 3], [3, 4]],
  ['ij,jk->ki', [2, 3], [3, 4]],
  ['ij,kj->ik', [2, 3], [4, 3]],
  ['ij,j->i', [2, 3], [3]],
  [',ij->ij', [], [2, 3]],
  ['bij,bjk->bik', [2, 3, 4], [2, 4, 5]],
  ['bi,bi->b', [3, 4], [3, 4]],
  ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['bqhd,bkhd->bhqk', [2, 3, 2, 4], [2, 5, 2, 4]],
  ['ijk,kjl->il', [2, 3, 4], [4, 3, 5]],
  ['ii,ij->j', [3, 3], [3, 2]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['ijk,j->ik', [2, 3, 4], [3]],
  ['i,j,k->ijk', [2], [3], [2]],
  ['ij,jk,kl->il', [2, 3], [3, 4], [4, 2]],
  ['i,ij,j->', [2], [2, 3], [3]],
  ['...ij,jk->...ik', [2, 1, 3, 4], [4, 5]],
  ['...ij,...jk->...ik', [2, 1, 3, 4], [5, 4, 2]],
  ['...i,...i->...', [3, 4], [2, 3, 4]],
  ['...ij->...ji', [2, 3, 4]],
  ['i...->...i', [2, 3, 4]],
  ['...ii->...i', [2, 3, 3]],
  ['ij...,jk...', [2, 3, 2], [3, 2, 1]],
  ['ij,jk->ik', [2, 0], [0, 3]],
  ['ij,jk->ik', [0, 2], [2, 3]],
  ['ii->i', [0, 0]],
];

/** Einstein's notation: diagonals, sums, products of one to three operands, implicit results, `...`. */
export const einsumCases: OpCase[] = [
  ...rows.map(([equation, ...shapes]) => ({
    name: `einsum: ${equation} of ${shapes.map((shape) => JSON.stringify(shape)).join(', ')}`,
    inputs: shapes.map((shape) => ({ shape })),
    run: (...tensors: Tensor[]) => einsum(equation, ...tensors),
  })),
  ...['ij,jk->ik', 'ij,jk->ijk', 'ij,jk->'].map((equation) => ({
    name: `einsum: ${equation} of int32`,
    inputs: [
      { shape: [2, 3], dtype: 'int32' as const },
      { shape: [3, 4], dtype: 'int32' as const },
    ],
    run: (...tensors: Tensor[]) => einsum(equation, ...tensors),
  })),
  {
    name: 'einsum: ij,jk->ik of int32 and float32',
    inputs: [{ shape: [2, 3], dtype: 'int32' }, { shape: [3, 4] }],
    run: (...tensors: Tensor[]) => einsum('ij,jk->ik', ...tensors),
  },
];
