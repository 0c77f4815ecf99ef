import { sizeOf, type TensorSpec } from '@descent/core';
import { noteFault } from '../shader/faults.js';
import { stridesOf } from '../shader/indexing.js';
import { elementPass, type Lowered } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';
import { lowerSorting } from './sorting.js';

/** Sums of updates by the numbers of the parts to which they are added. */
interface Scatter {
  /** WGSL: `fn number_of(update: u32) -> i32`, the part of an update, −1 for none. */
  readonly number: string;
  readonly updates: number;
  /** Elements of a part. */
  readonly part: number;
  /** The function that reads the updates' elements. */
  readonly from: 'x0' | 'x1';
}

/** Steps over all elements up to which each looks through all updates: more is sorted. */
const mostSteps = 2 ** 20;

/** Updates up to which that is so in any case. */
const fewUpdates = 64;

/**
 * Shaders that add updates up, in their order, so that sums have the same bits each time: each element gathers its own.
 * Of many updates it finds them in the updates sorted by their parts.
 */
function lowerScatter({ number, updates, part, from }: Scatter, out: TensorSpec): Lowered {
  const size = sizeOf(out.shape);
  const zero = literal(0, out.dtype);
  const type = valueType(out.dtype);
  if (updates === 0) {
    return { passes: [elementPass(size, `fn element(i: u32) { put_y0(i, ${zero}); }`)] };
  }
  const numbers = elementPass(updates, `${number}\nfn element(i: u32) { put_t0(i, number_of(i)); }`);
  const numbered: TensorSpec = { shape: [updates], dtype: 'int32' };
  if (updates <= fewUpdates || size * updates <= mostSteps) {
    const code = `fn element(i: u32) {
  let number = i32(i / ${part}u);
  var total: ${type} = ${zero};
  for (var update = 0u; update < ${updates}u; update++) {
    if (t0(update) == number) { total += ${from}(update * ${part}u + i % ${part}u); }
  }
  put_y0(i, total);
}`;
    return { temporaries: [numbered], passes: [numbers, elementPass(size, code)] };
  }
  const { passes, temporaries = [] } = lowerSorting({
    rows: 1,
    count: updates,
    order: 'fn order_at(row: u32, place: u32) -> i32 { return ~t0(place); }',
    keep: 'fn keep(row: u32, rank: u32, place: u32, order: i32) { put_t1(rank, i32(place)); }',
    firstTemporary: 2,
  });
  const code = `fn element(i: u32) {
  let number = i32(i / ${part}u);
  var low = 0u;
  var high = ${updates}u;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (t0(u32(t1(middle))) < number) { low = middle + 1u; } else { high = middle; }
  }
  var total: ${type} = ${zero};
  for (var k = low; k < ${updates}u; k++) {
    let update = u32(t1(k));
    if (t0(update) != number) { break; }
    total += ${from}(update * ${part}u + i % ${part}u);
  }
  put_y0(i, total);
}`;
  return {
    temporaries: [numbered, numbered, ...temporaries],
    passes: [numbers, ...passes, elementPass(size, code)],
  };
}

/** Kernels that add parts up where indices say. */
export const scatterKernels: Readonly<Record<string, Lowering>> = {
  ScatterNd: {
    lower({ inputs, outputs }) {
      const [{ shape: tuples }, out] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      const length = tuples.at(-1) as number;
      const sizes = out.shape.slice(0, length);
      const terms = stridesOf(sizes).map(
        (stride, d) => `let p${d} = x0(update * ${length}u + ${d}u);
  if (p${d} < 0 || p${d} >= ${sizes[d]}) { ${noteFault('scatterNd', `p${d}`, `update * ${length}u + ${d}u`, sizes[d] as number)} return -1; }
  at += p${d} * ${stride};`,
      );
      const number = `fn number_of(update: u32) -> i32 {
  var at = 0;
  ${terms.join('\n  ')}
  return at;
}`;
      const [updates, part] = [sizeOf(tuples.slice(0, -1)), sizeOf(out.shape.slice(length))];
      return lowerScatter({ number, updates, part, from: 'x1' }, out);
    },
  },
  UnsortedSegmentSum: {
    lower({ inputs, attrs, outputs }) {
      const [x, out] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      const count = attrs.numSegments as number;
      const number = `fn number_of(update: u32) -> i32 {
  let number = x1(update);
  if (number >= 0 && number < ${count}) { return number; }
  ${noteFault('unsortedSegmentSum', 'number', 'update', count)}
  return -1;
}`;
      const [updates, part] = [x.shape[0] as number, sizeOf(x.shape.slice(1))];
      return lowerScatter({ number, updates, part, from: 'x0' }, out);
    },
  },
};
