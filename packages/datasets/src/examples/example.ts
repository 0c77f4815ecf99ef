import type { NestedInput } from '@descent/core';
import type { Batch, BatchPart, Order } from '../dataset.js';

/** One example as a walk meets it. */
export interface Example {
  /** The input's values, row-major. */
  readonly x: Float32Array | Int32Array;
  /** The target's values, row-major; a class index is one whole number. */
  readonly y: Float32Array | Int32Array;
  /** How much it counts in the loss; undefined: 1. */
  readonly weight?: number | undefined;
}

/** Input or target of one example as users have it: a number, nested arrays, or its values row-major. */
export type ExampleValues = NestedInput | Float32Array | Float64Array | Int32Array | Uint8Array;

/** One example as users give it. */
export interface ExampleData {
  /** Input. */
  readonly x: ExampleValues;
  /** Target; not needed where the target's shape is `[0]`. */
  readonly y?: ExampleValues | undefined;
  /** How much it counts in the loss, a number >= 0. Default 1. */
  readonly weight?: number | undefined;
}

/** Where a walk stands: enough to draw the same random numbers when it is repeated or goes on from there. */
export interface Place {
  /** The walk's order. */
  readonly order: Order | undefined;
  /** Number of the example, or of the batch, in this walk. */
  readonly index: number;
}

/** The example in row `row`; it shares the batch's memory. */
export function exampleAt({ x, y, weights, size }: Batch, row: number): Example {
  const of = ({ values }: BatchPart) =>
    values.subarray((row * values.length) / size, ((row + 1) * values.length) / size);
  return { x: of(x), y: of(y), weight: weights?.values[row] };
}
