import { FormatError, type Shape } from '@descent/core';
import type { AnyLayer, AnyModel, Symbolic } from '@descent/layers';
import { type CustomFunctions, describeConfig } from './describe-config.js';
import { wrapperFactories } from './layer-factories.js';
import {
  type GraphTopology,
  isModel,
  type LayerTopology,
  type Topology,
  type ValueTopology,
} from './topology.js';

/** Options of {@link describeModel}. */
export interface DescribeOptions {
  /** Names for functions of your own that layers were given; the reader needs them too. */
  readonly customFunctions?: CustomFunctions | undefined;
}

/**
 * A model as plain data, but for the numbers of its parameters.
 * @throws FormatError E_UNSUPPORTED listing all that is no data, such as activations of your own
 * @example JSON.stringify(describeModel(model))
 */
export function describeModel(model: AnyModel, options: DescribeOptions = {}): Topology {
  const { customFunctions = {} } = options;
  const layers: LayerTopology[] = [];
  const places = new Map<AnyLayer, number>();
  const missing: string[] = [];

  const placeOf = (layer: AnyLayer, path: string): number => {
    const known = places.get(layer);
    if (known !== undefined) return known;
    const { kind, trainable } = layer;
    const tell = (what: string): number => missing.push(`${path} ${layer.label}: ${what}`);
    const described: LayerTopology = isModel(layer)
      ? { kind, name: layer.name, config: {}, graph: graphOf(layer, `${path}/`) }
      : Object.hasOwn(wrapperFactories, kind)
        ? wrapperOf(layer, path, tell)
        : {
            kind,
            name: layer.name,
            ...(!trainable && { trainable: false }),
            config: describeConfig(layer.config, customFunctions, tell),
          };
    layers.push(described);
    places.set(layer, layers.length - 1);
    return layers.length - 1;
  };

  const wrapperOf = (layer: AnyLayer, path: string, tell: (what: string) => void): LayerTopology => {
    const { layer: _, ...config } = layer.config;
    const inner = layer.inner[0] as AnyLayer;
    const place = placeOf(inner, `${path}/${inner.name}`);
    // A wrapper that names what it wraps after it, as bidirectional does, does so again.
    const name = layer.kind === 'bidirectional' ? (inner.givenName ?? inner.kind) : inner.name;
    layers[place] = { ...(layers[place] as LayerTopology), name };
    return {
      kind: layer.kind,
      name: layer.name,
      config: describeConfig(config, customFunctions, tell),
      inner: [place],
    };
  };

  const graphOf = (each: AnyModel, path: string): GraphTopology => {
    const known = new Map<Symbolic, ValueTopology>(each.inputs.map((value, i) => [value, [i, 0]]));
    const given = (value: Symbolic): ValueTopology => known.get(value) as ValueTopology;
    const nodes = each.nodes.map(({ layer, inputs, outputs }, i) => {
      const from = inputs.map(given);
      for (const [result, value] of outputs.entries()) known.set(value, [each.inputs.length + i, result]);
      const used = layer as AnyLayer;
      return { layer: placeOf(used, `${path}${used.name}`), from };
    });
    return {
      inputs: each.inputs.map(({ shape, node: { inputName } }) => ({
        shape: [...shape],
        ...(inputName !== undefined && { name: inputName }),
      })),
      nodes,
      outputs: each.outputs.map(given),
      ...(isOneInList(each.inputShape) && { hasInputList: true }),
      ...(isOneInList(each.outputShape) && { hasOutputList: true }),
    };
  };

  const graph = graphOf(model, '');
  if (missing.length > 0) {
    throw new FormatError(`a file cannot hold all of the model:\n  ${missing.join('\n  ')}`, {
      code: 'E_UNSUPPORTED',
      fix: 'use what has a name, or name it: customFunctions: { myActivation }',
    });
  }
  return { kind: model.kind as Topology['kind'], name: model.name, graph, layers };
}

function isOneInList(shape: Shape | readonly Shape[]): boolean {
  return shape.length === 1 && Array.isArray(shape[0]);
}
