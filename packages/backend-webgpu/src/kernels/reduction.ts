import { type Attrs, type DType, type Shape, sizeOf, type TensorSpec } from '@descent/core';
import { stridedIndex, stridesOf } from '../shader/indexing.js';
import { type DeviceTraits, elementPass, type Lowered, lowerElements } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import { groupReduction, isForGroups, type Reduced } from './group-reduction.js';
import type { CallSpec, Lowering } from './lowering.js';

/** How elements become one. */
interface Reduction {
  /** WGSL of what nothing is reduced to. */
  start(dtype: DType): string;
  /** WGSL of a partial result with one more element, or with another partial result. */
  combine(total: string, value: string, dtype: DType): string;
  /** WGSL of the result, from that of all. Default: itself. */
  end?(total: string, count: number): string;
}

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Elements that a part reduces at least. */
const leastPart = 32;

/** The places of the elements that are reduced to one: WGSL of their start, for output i, and of step k from there. */
function placesOf(shape: Shape, axes: readonly number[]): { start: string; step: string } {
  const strides = stridesOf(shape);
  const along = (some: readonly number[], index: string): string => {
    let outer = sizeOf(some.map((axis) => shape[axis] as number));
    const parts = some.map((axis) => {
      const size = shape[axis] as number;
      outer /= size;
      return { size, outer, stride: strides[axis] as number };
    });
    return stridedIndex(parts, index);
  };
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return { start: along(kept, 'i'), step: along(axes, 'k') };
}

/** A reduction of axes, by workgroups or by single invocations: few long ones are cut into parts, which are then combined. */
function reduction(axesOf: (attrs: Attrs) => readonly number[], reduce: Reduction): Lowering {
  return {
    lower({ inputs, attrs, outputs }: CallSpec, traits: DeviceTraits): Lowered {
      const [x, out] = [inputs[0] as TensorSpec, outputs[0] as TensorSpec];
      const axes = axesOf(attrs);
      const size = sizeOf(out.shape);
      const count = sizeOf(axes.map((axis) => x.shape[axis] as number));
      const { dtype } = x;
      const type = valueType(dtype);
      const end = (total: string) => reduce.end?.(total, count) ?? total;
      if (count === 0) {
        return lowerElements(size, `fn value(i: u32) -> ${type} { return ${end(reduce.start(dtype))}; }`);
      }
      const places = placesOf(x.shape, axes);
      const reduced: Reduced = {
        size,
        count,
        dtype,
        places,
        isDense: axes.includes(x.shape.findLastIndex((n) => n > 1)),
        nothing: reduce.start(dtype),
        combine: (total, value) => reduce.combine(total, value, dtype),
        end,
      };
      if (isForGroups(reduced, traits)) return groupReduction(reduced, traits);
      const parts = Math.min(Math.ceil(count / leastPart), Math.max(1, Math.floor(enough / size)));
      const perPart = Math.ceil(count / parts);
      const loop = (from: string, to: string) => `var total = ${reduce.start(dtype)};
  let start = ${places.start};
  for (var k = ${from}; k < ${to}; k++) {
    let value = x0(start + ${places.step});
    total = ${reduce.combine('total', 'value', dtype)};
  }`;
      if (parts <= 1) {
        return lowerElements(
          size,
          `fn value(i: u32) -> ${type} {\n  ${loop('0u', `${count}u`)}\n  return ${end('total')};\n}`,
        );
      }
      const partial = elementPass(
        parts * size,
        `fn element(index: u32) {
  let i = index % ${size}u;
  let part = index / ${size}u;
  ${loop(`part * ${perPart}u`, `min(${count}u, (part + 1u) * ${perPart}u)`)}
  put_t0(index, total);
}`,
      );
      const whole = elementPass(
        size,
        `fn element(i: u32) {
  var total = ${reduce.start(dtype)};
  for (var part = 0u; part < ${parts}u; part++) {
    let value = t0(part * ${size}u + i);
    total = ${reduce.combine('total', 'value', dtype)};
  }
  put_y0(i, ${end('total')});
}`,
      );
      return { temporaries: [{ shape: [parts, size], dtype }], passes: [partial, whole] };
    },
  };
}

const byAxis = ({ axis }: Attrs) => axis as readonly number[];

const extremum = (float: string, int: string, lowest: number, leastInt: number): Reduction => ({
  start: (dtype) => (dtype === 'float32' ? literal(lowest) : literal(leastInt, dtype)),
  combine: (total, value, dtype) => `${dtype === 'float32' ? float : int}(${total}, ${value})`,
});

const sum: Reduction = {
  start: (dtype) => literal(0, dtype),
  combine: (total, value) => `${total} + ${value}`,
};

/** Kernels that reduce axes. */
export const reductionKernels: Readonly<Record<string, Lowering>> = {
  All: reduction(byAxis, { start: () => 'true', combine: (total, value) => `${total} && ${value}` }),
  Any: reduction(byAxis, { start: () => 'false', combine: (total, value) => `${total} || ${value}` }),
  Max: reduction(
    ({ reductionIndices }) => reductionIndices as readonly number[],
    extremum('maximum', 'max', Number.NEGATIVE_INFINITY, -(2 ** 31)),
  ),
  Mean: reduction(byAxis, {
    ...sum,
    end: (total, count) => (count === 0 ? 'nan()' : `${total} / ${literal(count)}`),
  }),
  Min: reduction(byAxis, extremum('minimum', 'min', Number.POSITIVE_INFINITY, 2 ** 31 - 1)),
  Prod: reduction(byAxis, {
    start: (dtype) => literal(1, dtype),
    combine: (total, value) => `${total} * ${value}`,
  }),
  Sum: reduction(byAxis, sum),
};
