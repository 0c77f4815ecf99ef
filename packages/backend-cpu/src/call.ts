import type { Attrs, DType, TensorSpec } from '@descent/core';
import type { WasmKernels } from './wasm-kernels.js';

/** A tensor in wasm memory. */
export interface Operand extends TensorSpec {
  readonly address: number;
  readonly size: number;
}

/** One kernel call, as native kernels see it. */
export interface Call {
  readonly wasm: WasmKernels;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Operand[];
  readonly attrs: Attrs;
  /** The argument words; ask again after `workspace`, which may grow the memory. */
  words(): Int32Array;
  /** Address of some bytes that are free until the call ends. */
  workspace(bytes: number): number;
}

/** A row of the kernel table. */
export interface NativeKernel {
  /** What it takes, for the coverage table. */
  readonly takes: string;
  /** True when the wasm function covers this call; otherwise the reference kernel runs. */
  accepts(inputs: readonly TensorSpec[], attrs: Attrs): boolean;
  /** Fills the outputs. Never called when all outputs are empty. */
  run(call: Call): void;
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
