import {
  describeValue,
  type Fail,
  locating,
  type Shape,
  ShapeError,
  type Show,
  ValueError,
} from '@descent/core';
import { placeOf } from './graph-model.js';
import { input as inputOf } from './input.js';
import type { AnyLayer, ShapeFunctionOf } from './layer.js';
import { graphModel, type Model, type ModelOptions } from './model.js';
import type { ApplyShape, ShapeFunction } from './shape-function.js';
import type { Symbolic } from './symbolic.js';

/** Options of {@link sequential}. */
export interface SequentialOptions<I extends Shape> extends ModelOptions {
  /** Shape of one example, without the batch axis. */
  readonly input: I;
}

/** Walks through the layers: the outgoing shape, or the index of the first layer that cannot follow and why. */
export type Chain<
  I extends Shape,
  Layers extends readonly unknown[],
  Index extends readonly 0[] = [],
> = number extends Layers['length']
  ? { out: Shape; at: never }
  : Layers extends readonly [infer L, ...infer Rest]
    ? ApplyShape<ShapeFunctionOf<L>, I> extends infer O
      ? [O] extends [Shape]
        ? Chain<O, Rest, [...Index, 0]>
        : [O] extends [readonly Shape[]]
          ? {
              out: Shape;
              at: `${Index['length']}`;
              message: `layer ${[...Index, 0]['length']}${Named<ShapeFunctionOf<L>>} gives a list of ${O['length']}, sequential passes on one result: use model(inputs, outputs)`;
            }
          : O extends Fail<infer Expected>
            ? {
                out: Shape;
                at: `${Index['length']}`;
                message: `layer ${[...Index, 0]['length']}${Named<ShapeFunctionOf<L>>} expects ${Expected}, got ${Show<I>}`;
              }
            : Chain<Shape, Rest, [...Index, 0]>
      : never
    : { out: I; at: never };
type Named<F extends ShapeFunction> = string extends F['name'] ? '' : ` (${F['name']})`;

/** A layer's place in the argument list: the layer, or the message where it cannot follow. */
type Place<C, K, L> = C extends { at: K; message: infer M } ? M : L;

/**
 * A model whose layers follow one another. It is built at once: shapes are checked and parameters made.
 *
 * @param options - `input`: shape of one example; `seed` for the initial parameters, `name` inside another model
 * @param layers - at least one
 * @returns the model, with its output shape in the type where it can be worked out
 * @throws ShapeError naming the layer that cannot follow or that gives a list of results, ValueError when there is none
 * @example
 * const model = sequential(
 *   { input: [28, 28, 1] },
 *   conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
 *   maxPool2d(2),
 *   flatten(),
 *   dense(10),
 * );
 * model.summary();
 */
export function sequential<const I extends Shape, const Layers extends readonly AnyLayer[]>(
  options: SequentialOptions<I>,
  ...layers: { [K in keyof Layers]: Place<Chain<I, Layers>, K, Layers[K]> }
): Model<I, Chain<I, Layers>['out']> {
  const given = layers as unknown as readonly AnyLayer[];
  const input = options?.input;
  if (!Array.isArray(input)) {
    throw new ValueError('sequential: expects the shape of one example first', {
      fix: 'sequential({ input: [28, 28, 1] }, flatten(), dense(10))',
    });
  }
  if (given.length === 0) {
    throw new ValueError('sequential: expects at least one layer', {
      fix: 'sequential({ input: [784] }, dense(10))',
    });
  }
  given.forEach((layer, i) => {
    if (typeof layer?.connect === 'function') {
      if (given.indexOf(layer) === i) return;
      throw new ValueError(`sequential: ${placeOf(layer, i)} is layers[${given.indexOf(layer)}] too`, {
        fix: `make another one: ${layer.kind}(…); to share its parameters: model(inputs, outputs)`,
      });
    }
    throw new ValueError(`sequential: layers[${i}] is not a layer: ${describeValue(layer)}`, {
      ...(typeof layer === 'function' && { fix: 'call it: dense(10), not dense' }),
    });
  });
  const first: Symbolic = locating('sequential', () => inputOf(input));
  const last = given.reduce(
    (x, layer, i) => locating(`sequential: ${placeOf(layer, i)}`, () => resultOf(layer, x)),
    first,
  );
  return graphModel('sequential', first, last, options, ['input']) as unknown as Model<
    I,
    Chain<I, Layers>['out']
  >;
}

/** What a layer gives for what the one before it gave. */
function resultOf(layer: AnyLayer, x: Symbolic): Symbolic {
  const { outputs, isList } = layer.use([x]);
  if (!isList) return outputs[0] as Symbolic;
  throw new ShapeError(`${layer.label}: gives a list of ${outputs.length}, sequential passes on one result`, {
    fix: 'name what you need of them: model(inputs, outputs)',
  });
}
