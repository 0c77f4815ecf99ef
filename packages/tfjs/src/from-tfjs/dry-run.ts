import { type Attrs, type Kernel, kernels, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';
import type { ShaderLanguage } from './shader-language.js';

/** What stands for a shader of our own. */
export const shader = 'a shader';

/** What tfjs has beside the vocabulary: shapes of results. */
const others: Readonly<Record<string, (x: TensorSpec, attrs: Attrs) => TensorSpec>> = {
  ZerosLike: (x) => x,
  StridedSlice: ({ shape, dtype }, { begin, end, strides }) => {
    const [from, to, steps] = [begin, end, strides] as unknown as number[][];
    return {
      shape: shape.map((_, i) =>
        Math.ceil(((to?.[i] as number) - (from?.[i] as number)) / (steps?.[i] as number)),
      ),
      dtype,
    };
  },
};

/**
 * The kernels of tfjs that a call would run, without running one: views are left out.
 * @param shaders - the language of the shaders of our own that the backend runs
 */
export function kernelsOf(
  call: CallOfTfjs,
  { name, backend, shaders }: { name: string; backend: string; shaders: ShaderLanguage },
  inputs: readonly TensorSpec[],
  attrs: Attrs,
): string[] {
  const names: string[] = [];
  const made = (called: string, specs: readonly TensorSpec[]): TensorInfo[] => {
    names.push(called);
    return specs.map(infoOf);
  };
  call({
    inputs: inputs.map(infoOf),
    attrs,
    outputs: kernelOf(name).outputs(inputs, attrs),
    known: inputs.map(() => undefined),
    backend,
    run: (called, given, withAttrs = {}) =>
      made(called, specsOf(called, given as readonly unknown[] as readonly TensorSpec[], withAttrs)),
    view: ({ dtype }, shape) => infoOf({ shape, dtype: dtype as TensorSpec['dtype'] }),
    upload: (_values, shape, dtype) => infoOf({ shape, dtype }),
    ...(shaders === 'wgsl' && {
      runWgsl: (_shader: unknown, _given: unknown, out: TensorSpec) => made(shader, [out])[0] as TensorInfo,
    }),
    ...(shaders === 'glsl' && {
      runProgram: ({ outputShape }, _given, dtype) =>
        made(shader, [{ shape: [...outputShape], dtype }])[0] as TensorInfo,
    }),
  } satisfies Call);
  return names;
}

function specsOf(name: string, inputs: readonly TensorSpec[], attrs: Attrs): readonly TensorSpec[] {
  const rule = others[name];
  return rule ? [rule(inputs[0] as TensorSpec, attrs)] : kernelOf(name).outputs(inputs, attrs);
}

function kernelOf(name: string): Kernel {
  return kernels.find((kernel) => kernel.name === name) as Kernel;
}

function infoOf({ shape, dtype }: TensorSpec): TensorInfo {
  return Object.assign({ dataId: {}, shape: [...shape], dtype }, { rank: shape.length, size: sizeOf(shape) });
}
