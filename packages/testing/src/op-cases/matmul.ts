import { matmul, type Tensor } from '@descent/core';
import type { OpCase } from '../op-case.js';

interface MatmulRow {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const sizes: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [5, 7, 9],
  [6, 8, 8],
  [13, 1, 17],
  [1, 19, 1],
  [16, 33, 10],
];

/** All four layouts of a product of [rows, inner] and [inner, columns]. */
const plainRows: readonly MatmulRow[] = sizes.flatMap(([m, k, n]) =>
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      a: transposeA ? [k, m] : [m, k],
      b: transposeB ? [n, k] : [k, n],
      transposeA,
      transposeB,
    })),
  ),
);

const batchRows: readonly MatmulRow[] = [
  { a: [3, 2, 4], b: [3, 4, 5] },
  { a: [3, 2, 4], b: [4, 5] },
  { a: [2, 4], b: [3, 4, 5] },
  { a: [2, 1, 3, 4], b: [5, 4, 2] },
  { a: [2, 4, 3], b: [1, 5, 4], transposeA: true, transposeB: true },
  { a: [0, 3], b: [3, 2] },
  { a: [2, 0], b: [0, 3] },
  { a: [0, 2, 3], b: [3, 2] },
];

/** Matrix products: all layouts, odd sizes, batches that broadcast, empty axes. */
export const matmulCases: OpCase[] = [...plainRows, ...batchRows].map(
  ({ a, b, transposeA = false, transposeB = false }) => ({
    name: `matmul: ${JSON.stringify(a)}${transposeA ? 'ᵀ' : ''} × ${JSON.stringify(b)}${transposeB ? 'ᵀ' : ''}`,
    inputs: [{ shape: a }, { shape: b }],
    run: (x: Tensor, y: Tensor) => matmul(x, y, { transposeA, transposeB }),
  }),
);
