import { DescentError, FormatError, sizeOf } from '@descent/core';
import {
  type AnyLayer,
  type AnyModel,
  type InitialValues,
  input,
  model,
  type Symbolic,
  sequential,
} from '@descent/layers';
import { configFromData } from './config-from-data.js';
import type { CustomFunctions } from './describe-config.js';
import { layerFactories, makeLayer, wrapperFactories } from './layer-factories.js';
import { mostParameters } from './limits.js';
import type { GraphTopology, LayerTopology, PlainConfig, Topology, ValueTopology } from './topology.js';

/** Makes layers of your own, by their kind, or class in Keras, of their config and name. */
export type CustomLayers = Readonly<Record<string, (config: PlainConfig & { name: string }) => AnyLayer>>;

/** What readers are told of what is not ours. */
export interface CustomOptions {
  /** Makes layers of your own: `{ Swish: ({ name }) => swish({ name }) }`. */
  readonly customLayers?: CustomLayers | undefined;
  /** Activations, initializers, regularizers and constraints of your own. */
  readonly customFunctions?: CustomFunctions | undefined;
}

/** How many numbers of parameters are made that a file does not have. */
const spareParameters = 2 ** 20;

/** Options of {@link buildModel}. */
export interface BuildOptions extends CustomOptions {
  /** Where the topology comes from, for messages. */
  readonly file: string;
  /** How many numbers the weights of the file hold: parameters that would hold more are refused before they are made. */
  readonly maxParameters?: number | undefined;
}

/**
 * Makes a model of its topology. All parameters are 0: weights come next.
 * @throws FormatError naming file and layer where layers refuse their options or do not fit, E_UNSUPPORTED listing all
 * kinds of layers that are not there
 */
export function buildModel(topology: Topology, options: BuildOptions): AnyModel {
  const { file, customLayers = {}, customFunctions = {}, maxParameters = mostParameters } = options;
  checkKinds(file, topology, customLayers);
  let count = 0;
  const initial: InitialValues = (name, shape) => {
    count += sizeOf(shape);
    // More than there are, for a model that is told which of its weights are missing; not much more.
    if (count <= 2 * maxParameters + spareParameters) return undefined;
    throw new FormatError(
      `${file}: the layers have more parameters than the ${maxParameters} numbers of the file, from ${name} on`,
      { code: 'E_SHAPE' },
    );
  };

  const layers: AnyLayer[] = [];
  const graphFrom = (graph: GraphTopology, kind: string, name: string): AnyModel => {
    if (kind === 'sequential' && isChain(graph)) {
      const chain = graph.nodes.map((node) => layers[node.layer] as AnyLayer);
      const shape = graph.inputs[0]?.shape as readonly number[];
      return sequential({ input: shape, name, initial }, ...(chain as never[])) as unknown as AnyModel;
    }
    const inputs = graph.inputs.map((each) => input(each.shape, each.name ? { name: each.name } : {}));
    const results: (readonly Symbolic[])[] = inputs.map((each) => [each]);
    const given = ([source, result]: ValueTopology): Symbolic => {
      const value = results[source]?.[result];
      if (value) return value;
      throw new FormatError(`takes result ${result} of what gives ${results[source]?.length}`);
    };
    for (const { layer, from } of graph.nodes) {
      const each = layers[layer] as AnyLayer;
      results.push(within(`layer '${each.name}'`, () => each.use(from.map(given)).outputs));
    }
    const outputs = within('the outputs', () => graph.outputs.map(given));
    const hasInputList = graph.hasInputList ?? graph.inputs.length > 1;
    const hasOutputList = graph.hasOutputList ?? outputs.length > 1;
    return model(
      hasInputList ? inputs : (inputs[0] as Symbolic),
      hasOutputList ? outputs : (outputs[0] as Symbolic),
      { name, initial },
    ) as unknown as AnyModel;
  };
  const within = <R>(where: string, make: () => R): R => {
    try {
      return make();
    } catch (error) {
      throw located(`${file}: ${where}`, error);
    }
  };
  for (const each of topology.layers) {
    layers.push(
      within(`layer '${each.name}' (${each.kind})`, () =>
        layerFrom(each, layers, graphFrom, customLayers, customFunctions),
      ),
    );
  }
  try {
    return graphFrom(topology.graph, topology.kind, topology.name);
  } catch (error) {
    throw located(file, error);
  }
}

function layerFrom(
  { kind, name, trainable, config, inner, graph }: LayerTopology,
  layers: readonly AnyLayer[],
  graphFrom: (graph: GraphTopology, kind: string, name: string) => AnyModel,
  customLayers: CustomLayers,
  customFunctions: CustomFunctions,
): AnyLayer {
  if (graph) return graphFrom(graph, kind, name);
  if (Object.hasOwn(customLayers, kind)) {
    const made = customLayers[kind]?.({ ...config, name }) as AnyLayer;
    if (trainable === false) made.trainable = false;
    return made;
  }
  const options = { ...configFromData(config, customFunctions), name };
  if (Object.hasOwn(wrapperFactories, kind)) {
    return wrapperFactories[kind]?.(
      layers[inner?.[0] as number] as AnyLayer,
      options as PlainConfig,
    ) as AnyLayer;
  }
  return makeLayer(kind, trainable === false ? { ...options, trainable } : options);
}

/** One input, one value handed on by layers that are used once. */
function isChain({ inputs, nodes, outputs, hasInputList, hasOutputList }: GraphTopology): boolean {
  return (
    inputs.length === 1 &&
    inputs[0]?.name === undefined &&
    nodes.length > 0 &&
    !hasInputList &&
    !hasOutputList &&
    new Set(nodes.map(({ layer }) => layer)).size === nodes.length &&
    nodes.every(({ from }, i) => from.length === 1 && from[0]?.[0] === i && from[0][1] === 0) &&
    outputs.length === 1 &&
    outputs[0]?.[0] === nodes.length &&
    outputs[0][1] === 0
  );
}

function checkKinds(file: string, { layers }: Topology, custom: CustomLayers): void {
  const isKnown = ({ kind, graph }: LayerTopology): boolean =>
    graph !== undefined ||
    Object.hasOwn(custom, kind) ||
    Object.hasOwn(layerFactories, kind) ||
    Object.hasOwn(wrapperFactories, kind);
  const unknown = layers.filter((layer) => !isKnown(layer));
  if (unknown.length === 0) return;
  const kinds = [...new Set(unknown.map(({ kind }) => kind))];
  const named = kinds.map((kind) => {
    const names = unknown.filter((layer) => layer.kind === kind).map(({ name }) => name);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `${kind} (${names.slice(0, 3).join(', ')}${more})`;
  });
  throw new FormatError(`${file}: there are no layers for ${named.join(', ')}`, {
    code: 'E_UNSUPPORTED',
    fix: `make them yourself: customLayers: { ${kinds[0]}: (config) => … }`,
  });
}

/** An error as one of the file; those of layers say what an option must be. */
function located(where: string, error: unknown): unknown {
  if (error instanceof FormatError && error.problem.startsWith(where.split(': ')[0] as string)) return error;
  if (error instanceof DescentError) {
    const code = error.code === 'E_UNSUPPORTED' || error.code === 'E_LIMIT' ? error.code : 'E_FORMAT';
    const fix = error instanceof FormatError && error.fix !== undefined ? { fix: error.fix } : {};
    return new FormatError(`${where}: ${error.problem}`, { code, cause: error, ...fix });
  }
  return new FormatError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
