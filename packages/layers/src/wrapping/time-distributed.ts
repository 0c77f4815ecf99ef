import { describeValue, type Shape, ShapeError, showShape, type Tensor, ValueError } from '@descent/core';
import type { AnyLayer, Layer, LayerOptions, ShapeFunctionOf } from '../layer.js';
import type { ApplyShape, ShapeFunction } from '../shape-function.js';
import { defineWrapper, innerOwner } from './wrapper-layer.js';

/** Shape rule of {@link timeDistributed}. */
export interface TimeDistributed<F extends ShapeFunction> extends ShapeFunction {
  readonly name: 'timeDistributed';
  readonly out: this['in'] extends readonly [infer Steps extends number, ...infer Step extends Shape]
    ? AtEach<Steps, ApplyShape<F, Step>>
    : Shape;
  readonly unranked: Shape;
}

type AtEach<Steps extends number, O> = O extends Shape ? readonly [Steps, ...O] : O;

/**
 * A layer at every step of a sequence, with the same parameters: yₜ = layer(xₜ).
 *
 * All steps go through it as one larger batch: batch normalization inside takes its moments over batch and steps.
 *
 * @param layer - any layer of one input and one result, a model too
 * @returns a layer from [steps, ...] to [steps, ...], whose parameters are those of `layer`
 * @throws ValueError for what is no layer, ShapeError where the layer cannot follow
 * @example sequential({ input: [10, 28, 28, 1] }, timeDistributed(cnn), lstm(32), dense(2))
 */
export function timeDistributed<const L extends AnyLayer>(
  layer: L,
  options: LayerOptions = {},
): Layer<TimeDistributed<ShapeFunctionOf<L>>> {
  if (typeof layer?.connect !== 'function') {
    throw new ValueError(`timeDistributed: expects a layer, got ${describeValue(layer)}`, {
      fix: 'timeDistributed(dense(10))',
    });
  }
  return defineWrapper<TimeDistributed<ShapeFunctionOf<L>>>(
    {
      kind: 'timeDistributed',
      label: layer.label,
      config: { layer: { kind: layer.kind, ...layer.config }, ...options },
      options,
      build(inputShape, { owner }) {
        const [steps, ...step] = inputShape;
        if (steps === undefined) {
          throw new ShapeError(`timeDistributed: expects [steps, ...], got ${showShape(inputShape)}`);
        }
        const connection = layer.connect([step], innerOwner(owner, layer.name));
        if (connection.isList) {
          throw new ShapeError(`timeDistributed: ${layer.label} gives a list, expects one result`);
        }
        const outputShape = [steps, ...(connection.outputShapes[0] as Shape)];
        return {
          outputShape,
          call(x, toLayer) {
            const batch = x.shape[0] as number;
            const [y] = connection.call([x.reshape([batch * steps, ...step])], toLayer);
            return (y as Tensor).reshape([batch, ...outputShape]);
          },
        };
      },
    },
    [layer],
  );
}
