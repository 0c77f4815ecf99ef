import { sizeOf, type TensorSpec } from '@descent/core';
import { elementPass, type Lowered, type Pass } from '../shader/pass.js';
import { valueType } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';

/** Inputs that a shader joins at most: devices bind no more than eight buffers for sure, and others may be taken on. */
const mostAtOnce = 4;

/** Elements of an input, or of an output, in each row of the whole. */
interface Part {
  readonly at: number;
  readonly size: number;
}

/** Rows made of a part of each input: shaders for a few inputs each. */
function joinRows(sizes: readonly number[], out: TensorSpec): Lowered {
  const row = sizes.reduce((sum, size) => sum + size, 0);
  const rows = sizeOf(out.shape) / row;
  const parts = sizes.map((size, at) => ({ at, size })).filter(({ size }) => size > 0);
  const passes: Pass[] = [];
  let start = 0;
  for (let first = 0; first < parts.length; first += mostAtOnce) {
    const some = parts.slice(first, first + mostAtOnce);
    passes.push(joinSome(some, { rows, row, start }, out));
    start += some.reduce((sum, { size }) => sum + size, 0);
  }
  return { passes };
}

/** Puts some parts into rows of `row` elements, from `start` on. */
function joinSome(
  parts: readonly Part[],
  { rows, row, start }: { rows: number; row: number; start: number },
  { dtype }: TensorSpec,
): Pass {
  const width = parts.reduce((sum, { size }) => sum + size, 0);
  let end = 0;
  const choices = parts.map(({ at, size }, i) => {
    const before = end;
    end += size;
    const value = `value = x${at}(row * ${size}u + column - ${before}u);`;
    return i === parts.length - 1 ? `{ ${value} }` : `if (column < ${end}u) { ${value} }`;
  });
  const code = `fn element(i: u32) {
  let row = i / ${width}u;
  let column = i % ${width}u;
  var value: ${valueType(dtype)};
  ${choices.join(' else ')}
  put_y0(row * ${row}u + ${start}u + column, value);
}`;
  return elementPass(rows * width, code);
}

/** Kernels that join tensors, and that take them apart again. */
export const joiningKernels: Readonly<Record<string, Lowering>> = {
  Concat: {
    lower({ inputs, attrs, outputs }) {
      const axis = attrs.axis as number;
      const sizes = inputs.map(({ shape }) => sizeOf(shape.slice(axis)));
      return joinRows(sizes, outputs[0] as TensorSpec);
    },
  },
  Pack: {
    lower({ inputs, attrs, outputs }) {
      const sizes = inputs.map(({ shape }) => sizeOf(shape.slice(attrs.axis as number)));
      return joinRows(sizes, outputs[0] as TensorSpec);
    },
  },
  SplitV: {
    lower({ inputs, attrs, outputs }) {
      const axis = attrs.axis as number;
      const row = sizeOf((inputs[0] as TensorSpec).shape.slice(axis));
      let start = 0;
      const passes = outputs.flatMap(({ shape }, k): Pass[] => {
        const size = sizeOf(shape.slice(axis));
        const at = `i / ${size}u * ${row}u + ${start}u + i % ${size}u`;
        start += size;
        // A part of nothing has nothing to copy.
        if (sizeOf(shape) === 0) return [];
        return [elementPass(sizeOf(shape), `fn element(i: u32) { put_y${k}(i, x0(${at})); }`)];
      });
      return { passes };
    },
  },
};
