import type { Attrs, DType, Shape, TensorSpec, TypedArray } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** A shader of our own, as tfjs' WebGL backend takes it. */
export interface WebglProgram {
  /** Names of the inputs: A is read by `getAAtOutCoords()` or `getA(…)`. */
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  /** GLSL with a function `main` that calls `setOutput`. */
  readonly userCode: string;
  /** Whether inputs have four values in each pixel. */
  readonly packedInputs?: boolean;
  readonly packedOutput?: boolean;
  /** Uniforms of its own, which change without another compilation. */
  readonly customUniforms?: readonly { readonly name: string; readonly type: 'ivec3' }[];
}

/** One call of a kernel of Descent's, to be made by kernels of tfjs. */
export interface Call {
  readonly inputs: readonly TensorInfo[];
  readonly attrs: Attrs;
  readonly outputs: readonly TensorSpec[];
  /** Values of the inputs that are known without reading the device: single whole numbers. */
  readonly known: readonly (TypedArray | undefined)[];
  /** Name of the tfjs backend. */
  readonly backend: string;
  /** Runs a kernel of tfjs; what it makes and the call does not return is freed. */
  run(name: string, inputs: readonly TensorInfo[], attrs?: Attrs): TensorInfo[];
  /** A tensor seen with another shape of the same size. */
  view(info: TensorInfo, shape: Shape): TensorInfo;
  /** A tensor of values from the host. */
  upload(values: TypedArray, shape: Shape, dtype: DType): TensorInfo;
  /** Runs a shader of our own. Absent but on WebGL. */
  readonly runProgram?: (
    program: WebglProgram,
    inputs: readonly TensorInfo[],
    dtype: DType,
    uniforms?: readonly (readonly number[])[],
  ) => TensorInfo;
}

/** What makes the outputs of a kernel. */
export type CallOfTfjs = (call: Call) => TensorInfo[];
