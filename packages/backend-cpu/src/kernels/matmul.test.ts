import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, runNative, uniform } from '../test-support.js';

/** Sums in float64. */
function product(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
  tA: boolean,
  tB: boolean,
): number[] {
  const out: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const x = a[tA ? k * rows + i : i * inner + k] as number;
        sum += x * (b[tB ? j * inner + k : k * columns + j] as number);
      }
      out.push(sum);
    }
  }
  return out;
}

const sizes = [
  [1, 1, 1],
  [1, 7, 1],
  [2, 3, 5],
  [5, 4, 8],
  [6, 8, 8],
  [7, 9, 17],
  [32, 1, 8],
  [1, 128, 784],
  [13, 300, 10],
  [97, 31, 33],
  [100, 513, 25],
  [128, 64, 64],
  [3, 1000, 2],
] as const;

describe.each(backends)('BatchMatMul on $description', (backend) => {
  it.each(sizes)('%i × %i times %i: equals sums in float64, for all transposes', (rows, inner, columns) => {
    const a = uniform(1, rows * inner);
    const b = uniform(2, inner * columns);
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const out = runNative(
          backend,
          'BatchMatMul',
          [
            floats(a, transposeA ? [inner, rows] : [rows, inner]),
            floats(b, transposeB ? [columns, inner] : [inner, columns]),
          ],
          { transposeA, transposeB },
          [rows, columns],
        );
        expectClose(out, product(a, b, rows, inner, columns, transposeA, transposeB), {
          absolute: 1e-6 + 5e-7 * Math.sqrt(inner),
        });
      }
    }
  });

  it.each([
    [[3], [3]],
    [[2, 3], [3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[], [4]],
    [[4], []],
    [
      [1, 2],
      [2, 2],
    ],
  ])('batches %j and %j broadcast', (batchA, batchB) => {
    const [rows, inner, columns] = [5, 6, 7];
    const rank = Math.max(batchA.length, batchB.length);
    const pad = (batch: number[]) => [...new Array(rank - batch.length).fill(1), ...batch] as number[];
    const [fullA, fullB] = [pad(batchA), pad(batchB)];
    const batch = fullA.map((n, i) => Math.max(n, fullB[i] as number));
    const count = batch.reduce((n, size) => n * size, 1);
    const a = uniform(3, fullA.reduce((n, size) => n * size, 1) * rows * inner);
    const b = uniform(4, fullB.reduce((n, size) => n * size, 1) * inner * columns);
    const indexIn = (full: number[], m: number) => {
      let index = 0;
      let rest = m;
      const places = batch.map((_, i) => batch.slice(i + 1).reduce((n, size) => n * size, 1));
      for (let i = 0; i < rank; i++) {
        const at = Math.floor(rest / (places[i] as number));
        rest %= places[i] as number;
        index = index * (full[i] as number) + (full[i] === 1 ? 0 : at);
      }
      return index;
    };
    for (const transposeA of [false, true]) {
      const expected = Array.from({ length: count }, (_, m) => {
        const x = a.subarray(indexIn(fullA, m) * rows * inner).subarray(0, rows * inner);
        const y = b.subarray(indexIn(fullB, m) * inner * columns).subarray(0, inner * columns);
        return product(x, y, rows, inner, columns, transposeA, false);
      }).flat();
      const out = runNative(
        backend,
        'BatchMatMul',
        [
          floats(a, [...batchA, ...(transposeA ? [inner, rows] : [rows, inner])]),
          floats(b, [...batchB, inner, columns]),
        ],
        { transposeA, transposeB: false },
        [...batch, rows, columns],
      );
      expectClose(out, expected);
    }
  });

  it('an inner size of 0 gives zeros, and no rows give nothing', () => {
    const attrs = { transposeA: false, transposeB: false };
    expect([
      ...runNative(backend, 'BatchMatMul', [floats([], [2, 0]), floats([], [0, 3])], attrs, [2, 3]),
    ]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([
      ...runNative(backend, 'BatchMatMul', [floats([], [0, 2]), floats([1, 2], [2, 1])], attrs, [0, 1]),
    ]).toEqual([]);
  });

  it('NaN and ∞ reach exactly the rows and columns that they belong to', () => {
    const a = new Float32Array(9 * 9).fill(1);
    const b = new Float32Array(9 * 9).fill(1);
    a[4 * 9 + 2] = Number.NaN;
    b[3 * 9 + 8] = Number.POSITIVE_INFINITY;
    const out = runNative(
      backend,
      'BatchMatMul',
      [floats(a, [9, 9]), floats(b, [9, 9])],
      { transposeA: false, transposeB: false },
      [9, 9],
    );
    expectClose(out, product(a, b, 9, 9, 9, false, false));
  });
});
