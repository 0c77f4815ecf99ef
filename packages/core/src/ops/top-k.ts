import { applyKernel } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkWhole, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { LastSize } from '../types/shapes.js';
import { add } from './add.js';
import { checkNumeric } from './kinds/operands.js';
import { range } from './range.js';
import { reshape } from './reshape.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';
import { zeros } from './zeros.js';

/** Attributes of the TopK kernel; `sorted` is TensorFlow.js' word for what it always does here. */
export type TopKAttrs = { readonly k: number; readonly sorted: true };

/** TopK, over the last axis: values and indices. The first of equal ones comes first; NaN is the largest. */
export const topKKernel = defineKernel<TopKAttrs>({
  name: 'TopK',
  op: 'topK',
  outputs: ([x], { k }) => {
    const { shape, dtype } = x as TensorSpec;
    const out = [...shape.slice(0, -1), k];
    return [
      { shape: out, dtype },
      { shape: out, dtype: 'int32' },
    ];
  },
  reference([x], [largest, places], { k }) {
    const { shape, values } = x as HostTensor;
    const count = shape[shape.length - 1] as number;
    for (let start = 0, to = 0; start < values.length; start += count) {
      const at = (i: number) => values[start + i] as number;
      const order = Array.from({ length: count }, (_, i) => i).sort((i, j) => compare(at(j), at(i)));
      for (const i of order.slice(0, k)) {
        (largest as HostTensor).values[to] = at(i);
        (places as HostTensor).values[to++] = i;
      }
    }
  },
  gradient: ([dy], { inputs: [x], outputs: [, indices] }) => [
    intoRows(dy as Tensor, indices as Tensor, (x as Tensor).shape),
  ],
});

/** Below 0 when a lies below b. −0 equals 0; NaN lies above all and equals NaN. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  return a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** A tensor of `shape` with the elements of each row at their places in that row, 0 elsewhere. */
function intoRows(x: Tensor, places: Tensor, shape: Shape): Tensor {
  if (x.size === 0) return zeros(shape);
  const length = shape[shape.length - 1] as number;
  const size = shape.reduce((product, n) => product * n, 1);
  const rows = size / length;
  const starts = reshape(range(0, size, length, 'int32'), [rows, 1]) as Tensor;
  const flat = add(reshape(places, [rows, -1]) as Tensor, starts) as Tensor;
  const summed = unsortedSegmentSum(reshape(x, [-1]) as Tensor, reshape(flat, [-1]) as Tensor, size);
  return reshape(summed, shape) as Tensor;
}

/**
 * The k largest elements of each row, the largest first, and where they stand. Of equal ones (−0 equals 0) the first
 * comes first; NaN counts as larger than all numbers, as in {@link argMax}.
 *
 * @param x - [..., size], float32 or int32
 * @param k - from 0 to size
 * @returns `values` [..., k] of x's dtype and `indices` [..., k], int32; the gradient goes to the elements picked
 * @throws ShapeError E_AXIS for a scalar; ValueError for a k that is no whole number in that range; DtypeError for bool
 * @example topK(tensor([3, 1, 4, 1, 5]), 2).indices.arraySync() // [4, 2]
 */
export function topK<S extends Shape, const K extends number>(
  x: Tensor<S>,
  k: K,
): { readonly values: Tensor<LastSize<S, K>>; readonly indices: Tensor<LastSize<S, K>> } {
  const given = checkNumeric('topK', x);
  const size = given.shape[given.rank - 1];
  if (size === undefined) {
    throw new ShapeError('topK: x is a scalar, and has no axis to pick from', {
      code: 'E_AXIS',
      fix: 'make it a vector: x.reshape([1])',
    });
  }
  checkWhole('topK', 'k', k, 0, size);
  const [values, indices] = applyKernel(topKKernel, [given], { k, sorted: true });
  return { values: values as Tensor<LastSize<S, K>>, indices: indices as Tensor<LastSize<S, K>> };
}
