import type { Attrs, DType, TensorSpec } from '@descent/core';
import type { Refusal } from './refusals.js';
import type { ChunkName, RowName, WasmKernels } from './wasm-kernels.js';

/** A tensor in wasm memory. */
export interface Operand extends TensorSpec {
  readonly address: number;
  readonly size: number;
}

/** One kernel call, to be lowered to instructions. */
export interface Call {
  readonly wasm: WasmKernels;
  /** How many threads take chunks: more chunks than a few for each only cost time. Results must not depend on it. */
  readonly threads: number;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Operand[];
  readonly attrs: Attrs;
  /**
   * Adds an instruction, which runs after those before it: a function, the number of chunks that it is cut into,
   * and its argument words.
   */
  emit(name: ChunkName, chunks: number, words: readonly number[]): void;
  /** Place of a function over rows in the table of functions. */
  place(name: RowName): number;
  /** Address of some bytes that are free until the call ends. */
  workspace(bytes: number): number;
  /** Number of the error that is thrown after a run which refused a value. */
  refusal(error: Refusal): number;
  /** Asks for bytes that each thread has for itself while it runs a chunk. */
  threadSpace(bytes: number): void;
}

/** A function over rows, and the numbers that it takes beside its operands. */
export interface RowFunction {
  readonly name: RowName;
  readonly numbers?: readonly number[];
}

/** What is done to a product while it is still in the cache. */
export interface Epilogue {
  /** Address of a value per column that is added; 0: none. */
  readonly bias: number;
  /** Number of an activation in wasm/epilogue.ts; 0: none. */
  readonly activation: number;
}

/** Nothing is done. */
export const noEpilogue: Epilogue = { bias: 0, activation: 0 };

/** A row of the kernel table. */
export interface NativeKernel {
  /** What it takes, for the coverage table. */
  readonly takes: string;
  /** True when wasm functions cover this call; otherwise the reference kernel runs. */
  accepts(inputs: readonly TensorSpec[], attrs: Attrs): boolean;
  /** Emits the instructions that fill the outputs. Never called when all outputs are empty. */
  lower(call: Call, epilogue?: Epilogue): void;
  /** Of kernels whose run may refuse a value: whether that of this call may. */
  mayRefuse?(inputs: readonly TensorSpec[]): boolean;
  /**
   * Of kernels that go element by element: what gives an element of the output from those of the inputs; undefined
   * where that takes more.
   */
  rowFunction?(inputs: readonly TensorSpec[], attrs: Attrs): RowFunction | undefined;
  /** Of products: whether this one can end with an epilogue. */
  takesEpilogue?(inputs: readonly TensorSpec[], attrs: Attrs): boolean;
  /** Of MaxPoolGrad: whether it can multiply by `step` of x on the way. */
  takesStep?(inputs: readonly TensorSpec[], attrs: Attrs): boolean;
}

/** The i-th operand; the kernel's signature says how many there are. */
export function operand(list: readonly Operand[], i = 0): Operand {
  return list[i] as Operand;
}

/** True when all inputs are of a dtype. */
export function allAre(dtype: DType): (inputs: readonly TensorSpec[]) => boolean {
  return (inputs) => inputs.every((input) => input.dtype === dtype);
}

/** Bytes of one element. */
export function bytesOf(dtype: DType): number {
  return dtype === 'bool' ? 1 : 4;
}

/** Elements in a chunk of simple work: enough that handing it to a thread pays. */
export const chunkElements = 32768;

/** How many chunks of at most `length` cover `size`. */
export function chunksOf(size: number, length: number): number {
  return Math.ceil(size / length);
}

/** How many rows make up a chunk of simple work; rows of nothing count as rows of one element. */
export function rowsOfChunk(rowLength: number): number {
  return Math.max(1, Math.floor(chunkElements / Math.max(1, rowLength)));
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The bits of a float32, as an argument word. */
export function floatWord(value: number): number {
  float[0] = value;
  return bits[0] as number;
}
