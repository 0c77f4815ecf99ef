import type { Attrs, DType, Shape, TensorSpec, TypedArray } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WgslShader } from './webgpu-shader.js';

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
  readonly customUniforms?: readonly { readonly name: string; readonly type: 'float' | 'ivec3' }[];
}

/** How a tensor lies in its texture, as tfjs' WebGL backend notes it. */
export interface Layout {
  /** The shape that the texture was made for. */
  readonly shape: Shape;
  /** Rows and columns of the texture, of values. */
  readonly texShape: readonly [number, number];
  /** Whether there are four values in each pixel, two of a row and two of the next. */
  readonly isPacked: boolean;
}

/** One call of a kernel of Descent's, to be made by kernels of tfjs. */
export interface Call {
  readonly inputs: readonly TensorInfo[];
  readonly attrs: Attrs;
  readonly outputs: readonly TensorSpec[];
  /** Values of the inputs that are known without reading the device: single numbers that came from the host. */
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
  /** Runs a shader of our own. Absent but on WebGPU. */
  readonly runWgsl?: (shader: WgslShader, inputs: readonly TensorInfo[], out: TensorSpec) => TensorInfo;
  /** How a tensor lies on the device; undefined before it was used there. Absent but on WebGL. */
  readonly layoutOf?: (info: TensorInfo) => Layout | undefined;
  /** Whether shaders get numbers of the host as they are, and not rounded to what textures hold. */
  readonly takesUniforms?: boolean;
}

/** What makes the outputs of a kernel. */
export type CallOfTfjs = (call: Call) => TensorInfo[];
