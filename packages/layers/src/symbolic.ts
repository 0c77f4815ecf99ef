import type { Shape } from '@descent/core';
import type { AnyLayer, Connection } from './layer.js';

/** A value that a model will compute: what `input` and layers called on one give. */
export interface Symbolic<S extends Shape = Shape> {
  /** Shape without the batch axis. */
  readonly shape: S;
  /** The use of a layer that computes it. */
  readonly node: Node;
  /** Its place among the results of that use. */
  readonly index: number;
}

/** One use of a layer in a graph; an input of models is a node without a layer. */
export class Node {
  readonly outputs: readonly Symbolic[];
  /** Made by the first model that the node is part of. */
  connection: Connection | undefined;

  /** @param isList - whether the layer gives a list of results, of one perhaps */
  constructor(
    readonly layer: AnyLayer | undefined,
    readonly inputs: readonly Symbolic[],
    shapes: readonly Shape[],
    readonly isList: boolean,
    /** What an input was called. */
    readonly inputName?: string,
  ) {
    this.outputs = shapes.map((shape, index) => new SymbolicValue(shape, this, index));
  }
}

class SymbolicValue implements Symbolic {
  constructor(
    readonly shape: Shape,
    readonly node: Node,
    readonly index: number,
  ) {}
}

/** Whether something is a symbolic value. */
export function isSymbolic(value: unknown): value is Symbolic {
  return value instanceof SymbolicValue;
}
