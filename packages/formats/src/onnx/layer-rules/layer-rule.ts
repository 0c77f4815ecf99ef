import type { AnyLayer, Node } from '@descent/layers';
import type { GraphWriter } from '../graph-writer.js';
import type { Constant, Value } from '../value.js';

/** A layer where it is used. */
export interface LayerCall {
  readonly layer: AnyLayer;
  readonly node: Pick<Node, 'outputs'>;
  readonly inputs: readonly Value[];
  /** In the layer's order. */
  readonly parameters: readonly Constant[];
  /** Names of the kernels that it runs: another layer may have its kind, and do something else. */
  kernels(): ReadonlySet<string>;
}

/** Whether a layer runs no other kernels than these. */
export function runsOnly(call: LayerCall, ...names: readonly string[]): boolean {
  return [...call.kernels()].every((kernel) => names.includes(kernel));
}

/** Writes a layer as a whole; undefined for one that is not as the rule wants it, whose kernels are written instead. */
export type LayerRule = (call: LayerCall, writer: GraphWriter) => readonly Value[] | undefined;
