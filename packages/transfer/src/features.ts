import { checkOptions, describeValue, type Shape, ShapeError, showShape, ValueError } from '@descent/core';
import {
  type AnyLayer,
  type AnyModel,
  flatten,
  globalAveragePool1d,
  globalAveragePool2d,
  globalAveragePool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  type Model,
  model,
  type Shapes,
  type Symbolic,
} from '@descent/layers';
import { checkNet, type LayerRef, placeOfLayer } from './layers-of.js';

/** Options of {@link features}. */
export interface FeaturesOptions {
  /**
   * Makes one list of numbers of maps: 'average' or 'max' of each channel, or 'flatten' for all. Default: maps stay maps.
   */
  readonly pooling?: 'average' | 'max' | 'flatten' | undefined;
  /** Inside another model. Default 'features'. */
  readonly name?: string | undefined;
}

/**
 * The part of a net up to a layer, which gives what that layer gives. Layers and weights are the net's own: what
 * trains or freezes one of the two does so to both, and to dispose of one frees both.
 *
 * @param net - its inputs are those of the features; an input on which the layer does not depend is left out
 * @param layer - of the net, by name or itself; it is used once
 * @returns a model of the layer's output
 * @throws ValueError for a layer that the net has not, or uses several times; ShapeError where there are no maps to pool
 * @example
 * const net = await mobileNetV1({ alpha: 0.25, weights });
 * const base = features(net, 'conv_pw_13_relu', { pooling: 'average' }); // [224, 224, 3] to [256]
 */
export function features<I extends Shapes, O extends Shapes>(
  net: Model<I, O>,
  layer: LayerRef,
  options: FeaturesOptions = {},
): Model<I, Shape> {
  const whole = net as unknown as AnyModel;
  checkNet('features', whole);
  const { pooling, name = 'features' } = checkOptions('features', options, ['pooling', 'name']);
  const found = whole.layers[placeOfLayer('features', whole, layer)] as AnyLayer;
  const outputs = whole.nodes.filter((node) => node.layer === found).flatMap((node) => node.outputs);
  if (outputs.length !== 1) {
    throw new ValueError(
      `features: ${found.label} has ${outputs.length} outputs in the net, which one is meant?`,
      {
        fix: `model(net.inputs, net.getLayer('${found.name}').uses[0].outputs[0])`,
      },
    );
  }
  const output = pooled(outputs[0] as Symbolic, pooling);
  const inputs = inputsOf(outputs[0] as Symbolic, whole.inputs);
  const given = Array.isArray(whole.inputShape[0]) && inputs.length > 1 ? inputs : (inputs[0] as Symbolic);
  return model(given, output, { name }) as unknown as Model<I, Shape>;
}

/** Layers that pool maps along one, two and three axes. */
const pools = {
  average: [globalAveragePool1d, globalAveragePool2d, globalAveragePool3d],
  max: [globalMaxPool1d, globalMaxPool2d, globalMaxPool3d],
} as const;

function pooled(maps: Symbolic, pooling: FeaturesOptions['pooling']): Symbolic {
  if (pooling === undefined) return maps;
  if (pooling === 'flatten') return flatten()(maps) as Symbolic;
  if (!Object.hasOwn(pools, pooling)) {
    throw new ValueError(
      `features: pooling must be 'average', 'max' or 'flatten', got ${describeValue(pooling)}`,
    );
  }
  const pool = pools[pooling][maps.shape.length - 2] as (() => (x: Symbolic) => Symbolic) | undefined;
  if (pool) return pool()(maps);
  throw new ShapeError(`features: nothing to pool in ${showShape(maps.shape)}`, {
    fix: 'leave pooling out, or take a layer that gives maps, such as [7, 7, 256]',
  });
}

/** Those of a net's inputs that lead to a value, in their order. */
function inputsOf(value: Symbolic, inputs: readonly Symbolic[]): readonly Symbolic[] {
  const met = new Set<Symbolic>();
  const stack = [value];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (met.has(next)) continue;
    met.add(next);
    if (!inputs.includes(next)) stack.push(...next.node.inputs);
  }
  return inputs.filter((each) => met.has(each));
}
