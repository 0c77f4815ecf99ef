import { type Attrs, sizeOf, type TensorSpec } from '@descent/core';
import { type AffineAxis, affineAxes, affineIndex } from '../shader/affine-index.js';
import { coordinates, placeOf, stridesOf } from '../shader/indexing.js';
import { lowerElements } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import type { CallSpec, Lowering } from './lowering.js';

/** A kernel each of whose elements stands at a place of x that its own place tells. */
function movement(from: (x: TensorSpec, out: TensorSpec, attrs: Attrs) => [AffineAxis[], number]): Lowering {
  return {
    lower({ inputs, attrs, outputs }: CallSpec) {
      const [x, out] = [inputs[0] as TensorSpec, outputs[0] as TensorSpec];
      const total = sizeOf(out.shape);
      const at = affineIndex(...from(x, out, attrs), total, 'i');
      return lowerElements(total, `fn value(i: u32) -> ${valueType(x.dtype)} { return x0(${at}); }`);
    },
  };
}

/** Kernels that copy parts of x to other places. */
export const movementKernels: Readonly<Record<string, Lowering>> = {
  PadV2: {
    lower({ inputs, attrs, outputs }) {
      const [x, out] = [inputs[0] as TensorSpec, outputs[0] as TensorSpec];
      const paddings = attrs.paddings as readonly (readonly [number, number])[];
      const type = valueType(x.dtype);
      const filling = literal(attrs.constantValue as number, x.dtype);
      const total = sizeOf(out.shape);
      if (sizeOf(x.shape) === 0)
        return lowerElements(total, `fn value(i: u32) -> ${type} { return ${filling}; }`);
      // Places before x wrap around, and lie beyond it too.
      const moved = paddings.map(([before], d) =>
        before > 0 ? `let p${d} = c${d} - ${before}u;` : `let p${d} = c${d};`,
      );
      const outside = paddings.flatMap(([before, after], d) =>
        before + after > 0 ? `p${d} >= ${x.shape[d]}u` : [],
      );
      const places = paddings.map((_, d) => `p${d}`);
      return lowerElements(
        total,
        `fn value(i: u32) -> ${type} {
  ${coordinates(out.shape, 'i')}
  ${moved.join(' ')}
  ${outside.length > 0 ? `if (${outside.join(' || ')}) { return ${filling}; }` : ''}
  return x0(${placeOf(x.shape, places)});
}`,
      );
    },
  },
  Reverse: movement(({ shape }, out, attrs) => {
    const dims = attrs.dims as readonly number[];
    const strides = stridesOf(shape);
    const start = dims.reduce((sum, d) => sum + ((shape[d] as number) - 1) * (strides[d] as number), 0);
    const signed = strides.map((stride, d) => (dims.includes(d) ? -stride : stride));
    return [affineAxes(out.shape, signed), start];
  }),
  Slice: movement(({ shape }, out, attrs) => {
    const strides = stridesOf(shape);
    const begin = attrs.begin as readonly number[];
    return [affineAxes(out.shape, strides), begin.reduce((sum, n, d) => sum + n * (strides[d] as number), 0)];
  }),
  Tile: movement(({ shape }, out) => {
    const strides = stridesOf(shape);
    const axes = affineAxes(out.shape, strides);
    return [axes.map((axis, d) => ({ ...axis, size: shape[d] as number })), 0];
  }),
};
