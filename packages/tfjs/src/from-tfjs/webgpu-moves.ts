import { type Shape, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';

/**
 * What moves values, as shaders over any number of axes: tfjs' take six at most, round whole numbers to float32, wait
 * for the device or, of whole numbers, do not compile.
 */
export const webgpuMoves: Readonly<Record<string, CallOfTfjs>> = {
  Transpose(call) {
    const [{ shape, dtype }] = call.inputs as [TensorInfo];
    const { perm } = call.attrs as { readonly perm: readonly number[] };
    if (shape.length === 0) return [...call.inputs];
    if (dtype === 'float32' && shape.length <= 4) return call.run('Transpose', call.inputs, call.attrs);
    const steps = stridesOf(shape);
    return [
      moved(
        call,
        perm.map((axis) => steps[axis] as number),
      ),
    ];
  },
  Tile(call) {
    const [{ shape }] = call.inputs as [TensorInfo];
    return [moved(call, stridesOf(shape), shape)];
  },
  Reverse(call) {
    const [{ shape, dtype }] = call.inputs as [TensorInfo];
    const { dims } = call.attrs as { readonly dims: readonly number[] };
    if (dtype === 'float32' && shape.length <= 4) return call.run('Reverse', call.inputs, call.attrs);
    const steps = stridesOf(shape);
    const start = dims.reduce(
      (sum, axis) => sum + ((shape[axis] as number) - 1) * (steps[axis] as number),
      0,
    );
    return [
      moved(
        call,
        steps.map((step, axis) => (dims.includes(axis) ? -step : step)),
        undefined,
        start,
      ),
    ];
  },
  Select({ inputs, outputs: [out], runWgsl }) {
    const spec = out as TensorSpec;
    const [condition, yes, no] = inputs.map(({ shape }) =>
      placeIn(spec.shape, alignedSteps(shape, spec.shape)),
    );
    const code = `
      fn valueOf(index : i32) -> ${spec.dtype === 'float32' ? 'f32' : 'i32'} {
        if (condition[${condition}] != 0) { return yes[${yes}]; }
        return no[${no}];
      }
    `;
    return [runWgsl?.({ inputs: ['condition', 'yes', 'no'], code }, inputs, spec) as TensorInfo];
  },
};

/** The result whose value at a place is that of the input where the steps lead, from a start. */
function moved(
  { inputs: [x], outputs: [out], runWgsl }: Parameters<CallOfTfjs>[0],
  steps: readonly number[],
  sizes?: Shape,
  start = 0,
): TensorInfo {
  const spec = out as TensorSpec;
  const type = spec.dtype === 'float32' ? 'f32' : 'i32';
  const code = `fn valueOf(index : i32) -> ${type} { return x[${start} + ${placeIn(spec.shape, steps, sizes)}]; }`;
  return runWgsl?.({ inputs: ['x'], code }, [x as TensorInfo], spec) as TensorInfo;
}

/** WGSL of the place that steps lead to from `index`, the place in a shape; beyond the sizes it begins anew. */
function placeIn(shape: Shape, steps: readonly number[], sizes: Shape = shape): string {
  const strides = stridesOf(shape);
  const isSame = steps.every((step, axis) => step === strides[axis] && sizes[axis] === shape[axis]);
  if (isSame) return 'index';
  const parts = steps.flatMap((step, axis) =>
    step === 0 || shape[axis] === 1
      ? []
      : [`((index / ${strides[axis]}) % ${shape[axis]}) % ${sizes[axis]} * (${step})`],
  );
  return parts.join(' + ') || '0';
}

/** The steps of an operand that is stretched to a shape. */
function alignedSteps(given: Shape, shape: Shape): number[] {
  const aligned = [...(Array(shape.length - given.length).fill(1) as number[]), ...given];
  return stridesOf(aligned).map((step, axis) => (aligned[axis] === 1 && shape[axis] !== 1 ? 0 : step));
}

function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}
