import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { broadcastShapes, type Shape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, MatMul, Ok, SwapLast } from '../types/shapes.js';
import { broadcastIndex } from './kinds/binary.js';
import { checkOptions } from './kinds/check-options.js';
import { checkFloat } from './kinds/operands.js';
import { sumTo } from './kinds/sum-to.js';

/** Attributes of the BatchMatMul kernel. */
export type MatmulAttrs = { readonly transposeA: boolean; readonly transposeB: boolean };

/** BatchMatMul: ranks ≥ 2, batch axes broadcast. */
export const matmulKernel = defineKernel<MatmulAttrs>({
  name: 'BatchMatMul',
  op: 'matmul',
  outputs: ([a, b], { transposeA, transposeB }) => {
    const { batch, rows, columns } = sizesOf(
      (a as TensorSpec).shape,
      (b as TensorSpec).shape,
      transposeA,
      transposeB,
    );
    return [{ shape: [...batch, rows, columns], dtype: 'float32' }];
  },
  reference([a, b], [out], { transposeA, transposeB }) {
    const [x, y, z] = [a as HostTensor, b as HostTensor, out as HostTensor];
    const { batch, rows, inner, columns } = sizesOf(x.shape, y.shape, transposeA, transposeB);
    const matrixA = broadcastIndex(x.shape.slice(0, -2), batch);
    const matrixB = broadcastIndex(y.shape.slice(0, -2), batch);
    const [rowA, stepA] = transposeA ? [1, rows] : [inner, 1];
    const [stepB, columnB] = transposeB ? [1, inner] : [columns, 1];
    const matrices = batch.reduce((n, size) => n * size, 1);
    for (let m = 0; m < matrices; m++) {
      const startA = matrixA(m) * rows * inner;
      const startB = matrixB(m) * inner * columns;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let total = 0;
          for (let k = 0; k < inner; k++) {
            const left = x.values[startA + i * rowA + k * stepA] as number;
            total += left * (y.values[startB + k * stepB + j * columnB] as number);
          }
          z.values[(m * rows + i) * columns + j] = total;
        }
      }
    }
  },
  gradient: ([dy], { inputs: [a, b], attrs: { transposeA, transposeB } }) => {
    const [x, y, dz] = [a as Tensor, b as Tensor, dy as Tensor];
    const da = transposeA
      ? matmul(y, dz, { transposeA: transposeB, transposeB: true })
      : matmul(dz, y, { transposeB: !transposeB });
    const db = transposeB
      ? matmul(dz, x, { transposeA: true, transposeB: transposeA })
      : matmul(x, dz, { transposeA: !transposeA });
    return [sumTo(da, x.shape), sumTo(db, y.shape)];
  },
});

function sizesOf(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean) {
  const [heightA, widthA] = a.slice(-2) as [number, number];
  const [heightB, widthB] = b.slice(-2) as [number, number];
  return {
    batch: broadcastShapes('matmul', a.slice(0, -2), b.slice(0, -2)),
    rows: transposeA ? widthA : heightA,
    inner: transposeA ? heightA : widthA,
    columns: transposeB ? heightB : widthB,
  };
}

/**
 * Matrix product over the last two axes: c[…, i, j] = Σₖ a[…, i, k] · b[…, k, j].
 *
 * @param a - [..., rows, inner], or [..., inner, rows] with `transposeA`
 * @param b - [..., inner, columns], or [..., columns, inner] with `transposeB`; batch axes broadcast
 * @returns [..., rows, columns], float32; zeros when `inner` is 0
 * @throws ShapeError when the inner sizes differ, the batches do not broadcast or a rank is below 2; DtypeError for
 * bool
 * @example matmul(tensor([[1, 2]]), tensor([[3], [4]])).arraySync() // [[11]]
 */
export function matmul<
  A extends Shape,
  B extends Shape,
  const TA extends boolean = false,
  const TB extends boolean = false,
>(
  a: Tensor<A>,
  b: Checked<MatMul<SwapLast<A, TA>, SwapLast<B, TB>>, B, 'matmul', Tensor<B>>,
  options: { readonly transposeA?: TA; readonly transposeB?: TB } = {},
): Tensor<Ok<MatMul<SwapLast<A, TA>, SwapLast<B, TB>>>> {
  const x = checkFloat('matmul', a, 'a');
  const y = checkFloat('matmul', b, 'b');
  const names = ['transposeA', 'transposeB'] as const;
  const { transposeA = false, transposeB = false } = checkOptions('matmul', options, names);
  const attrs: MatmulAttrs = { transposeA, transposeB };
  checkInner(x, y, attrs);
  checkBatches(x.shape, y.shape);
  return applyOne(matmulKernel, [x, y], attrs) as never;
}

function checkInner(a: Tensor, b: Tensor, { transposeA, transposeB }: MatmulAttrs): void {
  const shapes = `a is ${showShape(a.shape)}, b is ${showShape(b.shape)}`;
  if (a.rank < 2 || b.rank < 2) {
    throw new ShapeError(`matmul: expects at least 2 axes: ${shapes}`, {
      fix: 'make a vector a matrix: x.reshape([1, -1]) or x.reshape([-1, 1])',
    });
  }
  const [otherA, innerA] = lastTwo(a, transposeA);
  const [innerB, otherB] = lastTwo(b, transposeB);
  if (innerA === innerB) return;
  const flags = transposeA || transposeB ? ` (transposeA: ${transposeA}, transposeB: ${transposeB})` : '';
  const fix =
    innerA === otherB
      ? `transpose b: matmul(a, b, { transposeB: ${!transposeB} })`
      : innerB === otherA
        ? `transpose a: matmul(a, b, { transposeA: ${!transposeA} })`
        : undefined;
  throw new ShapeError(`matmul: inner sizes differ: ${shapes}${flags}, and ${innerA} ≠ ${innerB}`, {
    ...(fix !== undefined && { fix }),
  });
}

function lastTwo({ shape }: Tensor, isTransposed: boolean): readonly (number | undefined)[] {
  const sizes = shape.slice(-2);
  return isTransposed ? sizes.reverse() : sizes;
}

function checkBatches(a: Shape, b: Shape): void {
  for (let i = 3; i <= Math.min(a.length, b.length); i++) {
    const [n, m] = [a.at(-i), b.at(-i)];
    if (n === m || n === 1 || m === 1) continue;
    throw new ShapeError(
      `matmul: batches do not broadcast: a is ${showShape(a)}, b is ${showShape(b)}, and ${n} ≠ ${m} on axis ${-i}`,
      { fix: 'the axes before the last two must be equal or 1: reshape one of them' },
    );
  }
}
