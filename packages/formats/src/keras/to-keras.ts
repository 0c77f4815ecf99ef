import { FormatError, type Shape } from '@descent/core';
import { type AnyLayer, type AnyModel, inputNames, type Node, type Symbolic } from '@descent/layers';
import { type CustomFunctions, describeConfig } from '../topology/describe-config.js';
import { isModel, type Plain, type PlainConfig } from '../topology/topology.js';
import type { Conversation, Dialect } from './dialect.js';
import { kerasLayerOrder } from './layer-order.js';
import { rowOfKind } from './layer-table.js';
import { configToKeras } from './layer-to-keras.js';
import { uniqueNames } from './unique-names.js';

/** Options of {@link toKerasConfig}. */
export interface ToKerasOptions {
  /** 3 (default) for Keras 3, 2 for TensorFlow.js. */
  readonly dialect?: Dialect;
}

type Json = Record<string, Plain>;

/**
 * A model as Keras' JSON: `{ class_name, config, … }`.
 * @throws FormatError E_UNSUPPORTED listing everything that the other side does not have
 * @example toKerasConfig(model).class_name // 'Sequential'
 */
export function toKerasConfig(model: AnyModel, options: ToKerasOptions = {}): PlainConfig {
  const { dialect = 3 } = options;
  const missing: string[] = [];
  const names = dialect === 2 ? uniqueNames(model) : new Map<AnyLayer, string>();
  const json = new KerasWriter(dialect, missing, names).model(model, '');
  if (missing.length === 0) return json;
  const whom = dialect === 3 ? 'Keras' : 'TensorFlow.js';
  throw new FormatError(`${whom} does not have all of the model:\n  ${missing.join('\n  ')}`, {
    code: 'E_UNSUPPORTED',
    fix: 'our own format takes every layer: writeDescent(model)',
  });
}

class KerasWriter {
  readonly #dialect: Dialect;
  readonly #missing: string[];
  /** Where they differ from the layers' own. */
  readonly #names: ReadonlyMap<AnyLayer, string>;

  constructor(dialect: Dialect, missing: string[], names: ReadonlyMap<AnyLayer, string>) {
    this.#dialect = dialect;
    this.#missing = missing;
    this.#names = names;
  }

  #namesIn({ layers }: AnyModel): ReadonlySet<string> {
    return new Set(layers.map((layer) => this.#nameOf(layer)));
  }

  #nameOf(layer: AnyLayer): string {
    return this.#names.get(layer) ?? layer.name;
  }

  model(model: AnyModel, path: string): Json {
    const sequential = model.kind === 'sequential' && isChain(model);
    const config = sequential ? this.#sequential(model, path) : this.#functional(model, path);
    const className = sequential ? 'Sequential' : 'Functional';
    if (this.#dialect === 2) return { class_name: className, config };
    return {
      module: sequential ? 'keras' : 'keras.src.models.functional',
      class_name: className,
      config,
      registered_name: className,
      build_config: { input_shape: shapesOf(model.inputs, Array.isArray(model.inputShape[0])) },
    };
  }

  #sequential(model: AnyModel, path: string): Json {
    const shape = batched((model.inputs[0] as Symbolic).shape);
    const input = this.#input(freeName('input_layer', this.#namesIn(model)), shape);
    const layers = model.nodes.map((node) => this.#layer(node.layer as AnyLayer, path, [node]));
    const config = { name: this.#nameOf(model), layers: [input, ...layers] };
    if (this.#dialect === 2) return config;
    return { ...config, trainable: true, dtype: float32, build_input_shape: shape };
  }

  #functional(model: AnyModel, path: string): Json {
    const names = inputNames(model).map((name) => freeName(name, this.#namesIn(model)));
    const nodesOf = new Map<AnyLayer, Node[]>();
    for (const node of model.nodes) {
      const layer = node.layer as AnyLayer;
      nodesOf.set(layer, [...(nodesOf.get(layer) ?? []), node]);
    }
    /** [layer, node, tensor] of a value, as the graph's end or inside. */
    const reference = (value: Symbolic, isEnd: boolean): Plain[] => {
      const place = model.inputs.indexOf(value);
      if (place >= 0) return [names[place] as string, 0, 0];
      const layer = value.node.layer as AnyLayer;
      const use = (nodesOf.get(layer) as Node[]).indexOf(value.node);
      return [this.#nameOf(layer), use + this.#firstNode(layer, isEnd), value.index];
    };
    const inputs = model.inputs.map((value, i) => ({
      ...this.#input(names[i] as string, batched(value.shape)),
      name: names[i] as string,
      inbound_nodes: [],
    }));
    const layers = kerasLayerOrder(model).map((layer) => {
      const nodes = nodesOf.get(layer) as Node[];
      return {
        ...this.#layer(layer, path, nodes),
        name: this.#nameOf(layer),
        inbound_nodes: nodes.map((node) => this.#inbound(layer, node, (value) => reference(value, false))),
      };
    });
    const endpoints = (values: readonly Symbolic[], isList: boolean): Plain =>
      this.#dialect === 3 && !isList
        ? reference(values[0] as Symbolic, true)
        : values.map((value) => reference(value, true));
    return {
      name: this.#nameOf(model),
      trainable: true,
      layers: [...inputs, ...layers],
      input_layers: endpoints(model.inputs, Array.isArray(model.inputShape[0])),
      output_layers: endpoints(model.outputs, Array.isArray(model.outputShape[0])),
    };
  }

  /** Keras 2 gives models inside a node of their own before their uses; Keras 3 counts it at the outputs only. */
  #firstNode(layer: AnyLayer, isEnd: boolean): number {
    if (!isModel(layer)) return 0;
    if (this.#dialect === 2) return 1;
    return isEnd && !(layer.kind === 'sequential' && isChain(layer)) ? 1 : 0;
  }

  #inbound(layer: AnyLayer, node: Node, reference: (value: Symbolic) => Plain[]): Plain {
    if (this.#dialect === 2) return node.inputs.map((value) => [...reference(value), {}]);
    const tensors = node.inputs.map((value) => ({
      class_name: '__keras_tensor__',
      config: { shape: batched(value.shape), dtype: 'float32', keras_history: reference(value) },
    }));
    const isAttention = layer.kind === 'multiHeadAttention';
    const takesList = !isAttention && (node.inputs.length > 1 || mergesInputs(layer));
    return {
      args: takesList ? [tensors] : tensors,
      kwargs: isAttention && layer.config.causal === true ? { use_causal_mask: true } : {},
    };
  }

  #input(name: string, shape: Plain): Json {
    if (this.#dialect === 2) {
      return {
        class_name: 'InputLayer',
        config: { name, batch_input_shape: shape, dtype: 'float32', sparse: false },
      };
    }
    return {
      module: 'keras.layers',
      class_name: 'InputLayer',
      config: { name, batch_shape: shape, dtype: 'float32', sparse: false },
      registered_name: null,
    };
  }

  #layer(layer: AnyLayer, path: string, nodes: readonly Node[]): Json {
    const place = `${path}${layer.name}`;
    if (isModel(layer)) return this.model(layer, `${place}/`);
    const about: Conversation = {
      dialect: this.#dialect,
      missing: (what) => this.#missing.push(`${place} (${layer.kind}): ${what}`),
    };
    if (layer.inner.length > 0) {
      const build = buildConfig(layer, nodes);
      return this.#named(this.#wrapperClass(layer), layer, this.#wrapped(layer, place), build);
    }
    const row = rowOfKind.get(layer.kind);
    if (!row || (this.#dialect === 2 && !row.isInTfjs)) {
      about.missing('no layer of this kind');
      return {};
    }
    if (this.#dialect === 2 && layer.kind === 'flatten' && nodes[0]?.inputs[0]?.shape.length === 1) {
      about.missing('flattens a vector');
    }
    const noFunctions: CustomFunctions = {};
    const config = configToKeras(row, describeConfig(layer.config, noFunctions, about.missing), about);
    return this.#named(row.keras, layer, config, buildConfig(layer, nodes));
  }

  #wrapperClass({ kind }: AnyLayer): string {
    return kind === 'timeDistributed' ? 'TimeDistributed' : 'Bidirectional';
  }

  #wrapped(layer: AnyLayer, place: string): PlainConfig {
    const [first, back] = layer.inner.map((each) => this.#layer(each, `${place}/`, [])) as [Json, Json?];
    if (layer.kind === 'timeDistributed') return { layer: first };
    const mode = layer.config.mergeMode as string | undefined;
    const merged = mode === 'none' ? null : (mode ?? 'concat');
    // TensorFlow.js makes the other direction itself, and calls both forward_… and backward_….
    if (this.#dialect === 2) {
      const config = {
        ...(first.config as Json),
        name: String((first.config as Json).name).replace(/^forward_/, ''),
      };
      return { layer: { ...first, config }, merge_mode: merged };
    }
    return { layer: first, backward_layer: back as Json, merge_mode: merged };
  }

  #named(className: string, layer: AnyLayer, config: PlainConfig, build: PlainConfig | undefined): Json {
    // These layers of Keras 3 do not take it.
    const isPlain = this.#dialect === 3 && layer.kind.startsWith('spatialDropout');
    const own = { name: this.#nameOf(layer), ...(!isPlain && { trainable: layer.trainable }) };
    if (this.#dialect === 2) return { class_name: className, config: { ...own, ...config } };
    return {
      module: 'keras.layers',
      class_name: className,
      config: { ...own, dtype: float32, ...config },
      registered_name: null,
      ...(build && { build_config: build }),
    };
  }
}

const float32 = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
};

/** Shapes that Keras builds a layer of. */
function buildConfig(layer: AnyLayer, [node]: readonly Node[]): PlainConfig | undefined {
  if (!node) return undefined;
  const shapes = node.inputs.map(({ shape }) => batched(shape));
  if (layer.kind === 'multiHeadAttention') {
    const [query, value, key] = shapes;
    return {
      shapes_dict: {
        query_shape: query as Plain,
        value_shape: value as Plain,
        ...(key !== undefined && { key_shape: key }),
      },
    };
  }
  return { input_shape: mergesInputs(layer) ? shapes : (shapes[0] as Plain) };
}

/** Layers that Keras calls on a list. */
function mergesInputs({ kind }: AnyLayer): boolean {
  return ['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concatenate', 'dot'].includes(
    kind,
  );
}

function batched(shape: Shape): Plain {
  return [null, ...shape];
}

function shapesOf(values: readonly Symbolic[], isList: boolean): Plain {
  const shapes = values.map(({ shape }) => batched(shape));
  return isList ? shapes : (shapes[0] as Plain);
}

/** Whether layers follow one another, each used once. */
function isChain({ nodes, layers, inputs }: AnyModel): boolean {
  return (
    inputs.length === 1 &&
    layers.length === nodes.length &&
    nodes.every(({ inputs: from }, i) => {
      const before = i === 0 ? inputs[0] : nodes[i - 1]?.outputs[0];
      return from.length === 1 && from[0] === before;
    })
  );
}

/** A name for an input that no layer has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 1; taken.has(free); i++) free = `${name}_in${i}`;
  return free;
}
