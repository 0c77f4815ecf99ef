import type { Attrs } from '@descent/core';
import type { GraphWriter } from '../graph-writer.js';
import type { BatchSpec } from '../trace-batches.js';
import type { Layout, Value } from '../value.js';

/** A kernel call to be written as operators of ONNX. */
export interface RuleCall {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  readonly attrs: Attrs;
  readonly outputs: readonly BatchSpec[];
}

/**
 * Writes a kernel call as operators; gives its results.
 * @throws Unsupported for a call that there is no way to write
 */
export type Rule = (call: RuleCall, writer: GraphWriter) => readonly Value[];

/** Rules by the names of their kernels. */
export type Rules = Readonly<Record<string, Rule>>;

/** The i-th input of a call. */
export function inputOf(call: RuleCall, i = 0): Value {
  return call.inputs[i] as Value;
}

/** The i-th output of a call. */
export function outputOf(call: RuleCall, i = 0): BatchSpec {
  return call.outputs[i] as BatchSpec;
}

/** A result under its name in the file. */
export function result(spec: BatchSpec, name: string, layout: Layout = 'last'): Value {
  return { shape: spec.shape, dtype: spec.dtype, names: { [layout]: name } };
}
