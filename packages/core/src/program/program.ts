import type { TypedArray } from '../dtype.js';
import type { Attrs, TensorSpec } from '../kernel.js';

/** One kernel call of a program. Numbers are indices into {@link Program.values}. */
export interface ProgramNode {
  /** Kernel name in the vocabulary, such as `BatchMatMul`. */
  readonly kernel: string;
  readonly inputs: readonly number[];
  readonly attrs: Attrs;
  readonly outputs: readonly number[];
}

/** A state cell that the program reads or writes. */
export interface ProgramCell {
  /** Name of the variable. */
  readonly name: string;
  /** The value that the cell holds when the program starts. */
  readonly input: number;
  /** The value that it holds afterwards; undefined when it is only read. */
  readonly output: number | undefined;
}

/** A tensor that was captured: its values are part of the program. */
export interface ProgramConstant {
  readonly value: number;
  readonly data: TypedArray;
}

/**
 * A function as a flat list of kernel calls with static shapes, in an order in which they can run. Plain
 * data: it can be drawn, counted, posted to a Worker or saved.
 */
export interface Program {
  /** Shape and dtype of every value. */
  readonly values: readonly TensorSpec[];
  /** The arguments. */
  readonly inputs: readonly number[];
  readonly cells: readonly ProgramCell[];
  readonly constants: readonly ProgramConstant[];
  readonly nodes: readonly ProgramNode[];
  /** The results. */
  readonly outputs: readonly number[];
}
