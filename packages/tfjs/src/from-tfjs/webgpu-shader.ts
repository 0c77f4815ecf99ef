import { type Shape, sizeOf } from '@descent/core';
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** A shader of our own for TensorFlow.js' WebGPU backend, which makes one value of the result at a time. */
export interface WgslShader {
  /** Names of the inputs, each an array of all its values: `a[index]`. */
  readonly inputs: readonly string[];
  /** WGSL with a function `fn valueOf(index : i32)` of the result's type; `isnan` and `isinf` are there. */
  readonly code: string;
  /** Whole numbers that change without another compilation: `uniforms.name`. */
  readonly uniforms?: Readonly<Record<string, number>>;
}

/** TensorFlow.js' WebGPU backend: what runs shaders of others. */
export interface WebgpuBackend extends KernelBackend {
  runWebGPUProgram(
    program: object,
    inputs: readonly TensorInfo[],
    dtype: string,
    uniforms?: readonly { readonly type: string; readonly data: readonly number[] }[],
  ): TensorInfo;
  /** Brings values there, which are on the host until a kernel wants them; small ones would be computed there. */
  uploadToGPU(dataId: object): void;
}

const workgroupSize = 64;

/** A shader as tfjs takes it: over flat arrays, as it knows no more than six axes. */
export function programOf({ inputs, code, uniforms = {} }: WgslShader, shape: Shape): object {
  const size = sizeOf(shape);
  return {
    variableNames: inputs,
    outputShape: [size],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / workgroupSize), 1, 1],
    workgroupSize: [workgroupSize, 1, 1],
    size: true,
    uniforms: Object.keys(uniforms)
      .map((name) => `${name} : i32, `)
      .join(''),
    shaderKey: `descent ${code}`,
    getUserCode: () => `
      ${code}
      fn main(index : i32) {
        if (index < uniforms.size) { result[index] = valueOf(index); }
      }
    `,
  };
}

/** A float32 as WGSL. */
export function wgslNumber(value: number): string {
  if (Number.isNaN(value)) return 'uniforms.NAN';
  if (!Number.isFinite(value)) return value > 0 ? 'uniforms.INFINITY' : '-uniforms.INFINITY';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
