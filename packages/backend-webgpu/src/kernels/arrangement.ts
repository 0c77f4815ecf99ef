import { sizeOf, type TensorSpec } from '@descent/core';
import { stridedIndex, stridesOf } from '../shader/indexing.js';
import { lowerElements } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';

/** Kernels that move elements or make them from nothing. */
export const arrangementKernels: Readonly<Record<string, Lowering>> = {
  Fill: {
    lower({ attrs, outputs }) {
      const { shape, dtype } = outputs[0] as TensorSpec;
      const value = literal(attrs.value as number, dtype);
      return lowerElements(sizeOf(shape), `fn value(i: u32) -> ${valueType(dtype)} { return ${value}; }`);
    },
  },
  PhiloxBits: {
    lower({ attrs, outputs }) {
      const { shape } = outputs[0] as TensorSpec;
      const [first, second] = attrs.key as [number, number];
      const shift = 32 - (attrs.bits as number);
      return lowerElements(
        sizeOf(shape),
        `fn value(i: u32) -> i32 {
  let block = philox(vec4u(i / 4u, u32(x0(0u)), 0u, 0u), vec2u(${first >>> 0}u, ${second >>> 0}u));
  return i32(block[i % 4u] >> ${shift}u);
}`,
      );
    },
  },
  Transpose: {
    lower({ inputs, attrs, outputs }) {
      const [x, out] = [inputs[0] as TensorSpec, outputs[0] as TensorSpec];
      const [from, to] = [stridesOf(x.shape), stridesOf(out.shape)];
      const parts = (attrs.perm as number[]).map((axis, i) => ({
        size: out.shape[i] as number,
        outer: to[i] as number,
        stride: from[axis] as number,
      }));
      const at = stridedIndex(parts, 'i');
      return lowerElements(
        sizeOf(out.shape),
        `fn value(i: u32) -> ${valueType(x.dtype)} { return x0(${at}); }`,
      );
    },
  },
};
