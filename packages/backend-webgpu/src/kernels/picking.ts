import { type DType, sizeOf, type TensorSpec } from '@descent/core';
import { lanesOf } from '../shader/affine-index.js';
import { noteFault } from '../shader/faults.js';
import { stridesOf } from '../shader/indexing.js';
import { lowerElements } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';

/**
 * WGSL of what an index outside picks. A read will tell of it; until then NaN goes on to the loss, so that a guarded step of
 * training changes nothing, and neither do those behind it.
 */
const absent = (dtype: DType): string => (dtype === 'float32' ? 'nan()' : `${valueType(dtype)}()`);

/** Kernels that pick elements by indices. */
export const pickingKernels: Readonly<Record<string, Lowering>> = {
  GatherNd: {
    lower({ inputs, outputs }) {
      const [{ shape, dtype }, tuples, out] = [...inputs, ...outputs] as [TensorSpec, TensorSpec, TensorSpec];
      const length = tuples.shape.at(-1) as number;
      const part = sizeOf(shape.slice(length));
      const strides = stridesOf(shape.slice(0, length));
      const type = valueType(dtype);
      const terms = strides.map((stride, d) => {
        const size = shape[d] as number;
        return `let p${d} = x1(tuple * ${length}u + ${d}u);
  if (p${d} < 0 || p${d} >= ${size}) { ${noteFault('gatherNd', `p${d}`, `tuple * ${length}u + ${d}u`, size)} return ${absent(dtype)}; }
  at += u32(p${d}) * ${stride}u;`;
      });
      return lowerElements(
        sizeOf(out.shape),
        `fn value(i: u32) -> ${type} {
  let tuple = i / ${part}u;
  var at = 0u;
  ${terms.join('\n  ')}
  return x0(at * ${part}u + i % ${part}u);
}`,
      );
    },
  },
  GatherV2: {
    lower({ inputs, attrs, outputs }) {
      const [{ shape, dtype }, indices, out] = [...inputs, ...outputs] as [
        TensorSpec,
        TensorSpec,
        TensorSpec,
      ];
      const { count, inner } = lanesOf(shape, attrs.axis as number);
      const picked = sizeOf(indices.shape);
      const outer = sizeOf(shape.slice(0, attrs.axis as number));
      // Divisions are slow where a driver computes on a CPU.
      const [k, row] =
        outer === 1
          ? [`i / ${inner}u`, 'u32(index)']
          : [`i / ${inner}u % ${picked}u`, `(i / ${inner * picked}u * ${count}u + u32(index))`];
      const type = valueType(dtype);
      return lowerElements(
        sizeOf(out.shape),
        `fn value(i: u32) -> ${type} {
  let k = ${k};
  let index = x1(k);
  if (index < 0 || index >= ${count}) { ${noteFault('gather', 'index', 'k', count)} return ${absent(dtype)}; }
  return x0(${row} * ${inner}u + i % ${inner}u);
}`,
      );
    },
  },
  OneHot: {
    lower({ attrs, outputs }) {
      const { shape, dtype } = outputs[0] as TensorSpec;
      const { depth, onValue, offValue } = attrs as { depth: number; onValue: number; offValue: number };
      const [on, off] = [literal(onValue, dtype), literal(offValue, dtype)];
      return lowerElements(
        sizeOf(shape),
        `fn value(i: u32) -> ${valueType(dtype)} {
  return select(${off}, ${on}, x0(i / ${depth}u) == i32(i % ${depth}u));
}`,
      );
    },
  },
};
