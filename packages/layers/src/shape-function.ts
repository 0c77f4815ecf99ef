import type { Shape } from '@descent/core';

/**
 * A layer's shape rule as a type: `out` is worked out from `this['in']`, the incoming shape without its batch
 * axis. It is a shape, or `Fail<'what the layer expects'>`.
 *
 * @example
 * interface Doubled extends ShapeFunction {
 *   name: 'doubled';
 *   out: this['in'] extends readonly [infer N extends number] ? readonly [N, 2] : Fail<'[features]'>;
 *   unranked: readonly [number, 2];
 * }
 */
export interface ShapeFunction {
  /** The layer's name in messages. */
  readonly name: string;
  /** Filled in by {@link ApplyShape}. */
  readonly in: unknown;
  readonly out: unknown;
  /** The result when the incoming rank is unknown. */
  readonly unranked: Shape | readonly Shape[];
}

/** The outgoing shape of a layer for an incoming one, or for a list of them. */
export type ApplyShape<F extends ShapeFunction, I> = I extends Shape
  ? number extends I['length']
    ? F['unranked']
    : (F & { readonly in: I })['out']
  : I extends readonly Shape[]
    ? number extends I['length'] | I[number]['length']
      ? F['unranked']
      : (F & { readonly in: I })['out']
    : never;

/** The rule of layers that keep the shape. */
export interface KeepShape extends ShapeFunction {
  readonly out: this['in'];
  readonly unranked: Shape;
}
