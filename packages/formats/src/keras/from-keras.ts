import { describeValue, FormatError } from '@descent/core';
import { checkCount, checkShape } from '../topology/check-topology.js';
import { mostNesting } from '../topology/limits.js';
import type {
  GraphTopology,
  LayerTopology,
  Plain,
  PlainConfig,
  Topology,
  ValueTopology,
} from '../topology/topology.js';
import type { Conversation, Dialect } from './dialect.js';
import { regularizer } from './functions.js';
import { configFromKeras } from './layer-from-keras.js';
import { rowOfClass } from './layer-table.js';
import { isObject } from './option-values.js';
import { refuseUnsafe } from './refuse-unsafe.js';

/** Options of {@link kerasTopology}. */
export interface KerasTopologyOptions {
  /** Default: by what the JSON looks like. */
  readonly dialect?: Dialect | undefined;
  /** Classes that the reader makes itself. */
  readonly customLayers?: Readonly<Record<string, unknown>> | undefined;
  /** Functions that the reader was given. */
  readonly customFunctions?: Readonly<Record<string, unknown>> | undefined;
  /** Shape of one example, without the batch axis, for a model that leaves sizes open. */
  readonly inputShape?: readonly number[] | undefined;
}

type Json = { readonly [name: string]: Plain | undefined };

const modelClasses = new Set(['Sequential', 'Functional', 'Model']);

/**
 * The topology of a model in Keras' JSON: `{ class_name, config, … }`.
 * @param file - its name, for messages
 * @throws FormatError naming file and layer: E_UNSAFE for code and addresses, E_UNSUPPORTED listing everything that we do
 * not have, E_LIMIT for a model that is too large, E_FORMAT for what is no model
 */
export function kerasTopology(file: string, json: unknown, options: KerasTopologyOptions = {}): Topology {
  return new KerasReader(file, json, options).read();
}

/** Where a value comes from in Keras' JSON. */
type Reference = readonly [layer: string, node: number, tensor: number];

/** One use of a layer, and which of its results is meant. */
interface Use {
  readonly name: string;
  readonly use: number;
  readonly tensor: number;
  readonly key: string;
}

class KerasReader {
  readonly #file: string;
  readonly #json: Json;
  readonly #dialect: Dialect;
  readonly #own: ReadonlySet<string>;
  readonly #inputShape: readonly number[] | undefined;
  readonly #layers: LayerTopology[] = [];
  readonly #missing: string[] = [];

  constructor(file: string, json: unknown, options: KerasTopologyOptions) {
    const { customLayers = {}, customFunctions = {}, inputShape } = options;
    this.#file = file;
    this.#own = new Set([...Object.keys(customLayers), ...Object.keys(customFunctions)]);
    this.#inputShape = inputShape;
    if (!isObject(json as Plain)) throw new FormatError(`${file}: holds no model: ${describeValue(json)}`);
    this.#json = json as Json;
    this.#dialect = options.dialect ?? dialectOf(this.#json);
    const { layers } = Object(this.#json.config) as { layers?: Plain };
    if (Array.isArray(layers)) checkCount(file, 'the model', layers.length);
    refuseUnsafe(file, json, (name) => this.#own.has(name));
  }

  read(): Topology {
    const { class_name: className } = this.#json;
    if (typeof className !== 'string' || !modelClasses.has(className)) {
      const what = `is a ${describeValue(className)}, neither Sequential nor Functional`;
      throw new FormatError(`${this.#file}: the model ${what}`, {
        ...(typeof className === 'string' && { code: 'E_UNSUPPORTED' }),
        fix: 'a model that is a class of its own keeps its graph in code: save it as a functional one',
      });
    }
    const graph = this.#graph(this.#json, '', 0, this.#inputShape);
    if (this.#missing.length > 0) {
      throw new FormatError(
        `${this.#file}: holds what there is no counterpart for:\n  ${this.#missing.join('\n  ')}`,
        {
          code: 'E_UNSUPPORTED',
          fix: 'make such layers yourself: customLayers: { ClassName: (config) => … }',
        },
      );
    }
    const { name } = this.#config(this.#json, 'the model');
    const kind = className === 'Sequential' ? 'sequential' : 'model';
    return { kind, name: safeName(name) ?? kind, graph, layers: this.#layers };
  }

  #fail(where: string, what: string): never {
    throw new FormatError(`${this.#file}: ${where} ${what}`);
  }

  #config(json: Json, where: string): Json {
    const { config } = json;
    // Keras 2.1 wrote a Sequential's layers without a name.
    if (Array.isArray(config)) return { layers: config };
    if (!isObject(config)) this.#fail(where, `has no config: ${describeValue(config)}`);
    return config;
  }

  #graph(json: Json, path: string, depth: number, inputShape?: readonly number[]): GraphTopology {
    if (depth > mostNesting) {
      throw new FormatError(`${this.#file}: ${path} nests ${depth} models, ${mostNesting} are read`, {
        code: 'E_LIMIT',
      });
    }
    const config = this.#config(json, path || 'the model');
    const { layers } = config;
    if (!Array.isArray(layers) || layers.length === 0) {
      this.#fail(path || 'the model', `has no layers: ${describeValue(layers)}`);
    }
    checkCount(this.#file, path || 'the model', layers.length + this.#layers.length);
    for (const [i, layer] of layers.entries()) {
      if (!isObject(layer as Plain)) this.#fail(`${path}layers[${i}]`, `is ${describeValue(layer)}`);
      if (typeof layer.class_name !== 'string') {
        this.#fail(`${path}layers[${i}]`, `has the class ${describeValue(layer.class_name)}`);
      }
    }
    const all = layers as readonly Json[];
    return json.class_name === 'Sequential'
      ? this.#chain(json, config, all, path, depth, inputShape)
      : this.#functional(config, all, path, depth, inputShape);
  }

  #chain(
    json: Json,
    config: Json,
    all: readonly Json[],
    path: string,
    depth: number,
    inputShape?: readonly number[],
  ): GraphTopology {
    const layers = all.filter(({ class_name }) => class_name !== 'InputLayer');
    const first = this.#config(all[0] as Json, `${path}layers[0]`);
    const nodes = layers.map((layer, i) => ({
      layer: this.#layer(layer, path, depth),
      from: [[i, 0]] as readonly ValueTopology[],
    }));
    const build = isObject(json.build_config) ? json.build_config.input_shape : undefined;
    const given = batchShapeOf(first) ?? config.build_input_shape ?? build;
    const inner = this.#layers[nodes[0]?.layer ?? -1]?.graph?.inputs[0]?.shape;
    const shape = inputShape ?? (given === undefined ? inner : this.#shape(given, `${path}layers[0]`));
    if (!shape) {
      throw new FormatError(`${this.#file}: ${path || 'the model '}does not say the shape of its input`, {
        code: 'E_UNSUPPORTED',
        fix: 'give it, of one example: inputShape: [28, 28, 1]',
      });
    }
    return { inputs: [{ shape }], nodes, outputs: [[nodes.length, 0]] };
  }

  #functional(
    config: Json,
    all: readonly Json[],
    path: string,
    depth: number,
    inputShape?: readonly number[],
  ): GraphTopology {
    const byName = new Map<string, Json>();
    for (const [i, layer] of all.entries()) {
      const name = layer.name ?? this.#config(layer, `${path}layers[${i}]`).name;
      if (typeof name !== 'string') this.#fail(`${path}layers[${i}]`, `is called ${describeValue(name)}`);
      if (byName.has(name)) this.#fail(`${path}${name}`, 'is there twice');
      byName.set(name, layer);
    }
    const inputRefs = this.#endpoints(config.input_layers, `${path}input_layers`);
    const outputRefs = this.#endpoints(config.output_layers, `${path}output_layers`);
    const inputs = inputRefs.list.map(([name]) => {
      const layer = byName.get(name);
      if (!layer) this.#fail(`${path}input_layers`, `names '${name}', which is no layer`);
      const given = batchShapeOf(this.#config(layer, `${path}${name}`));
      const isOnly = inputRefs.list.length === 1;
      const shape = isOnly && inputShape ? inputShape : this.#shape(given, `${path}${name}`);
      const own = safeName(name);
      return { shape, ...(own !== undefined && { name: own }) };
    });

    const sources = new Map<string, number>(inputRefs.list.map(([name], i) => [`${name} 0`, i]));
    const given = new Set(inputRefs.list.map(([name]) => name));
    const nodes: { layer: number; from: readonly ValueTopology[] }[] = [];
    const places = new Map<string, number>();
    const usesOf = new Map<string, readonly (readonly Reference[])[]>();
    const uses = (name: string): readonly (readonly Reference[])[] => {
      const known = usesOf.get(name);
      if (known) return known;
      const layer = byName.get(name);
      if (!layer) this.#fail(`${path}inbound_nodes`, `name '${name}', which is no layer`);
      const found = this.#inboundNodes(layer, `${path}${name}`);
      usesOf.set(name, found);
      return found;
    };
    /** Which use of a layer a reference means: models count one of their own first, in Keras 3 at the outputs only. */
    const useOf = ([name, node]: Reference, isEnd = false): number => {
      const count = given.has(name) ? 1 : uses(name).length;
      if (count === 1) return 0;
      const { class_name: className } = byName.get(name) as Json;
      const isFunctional = className === 'Functional' || className === 'Model';
      const isShifted =
        this.#dialect === 2 ? isFunctional || className === 'Sequential' : isEnd && isFunctional;
      const use = isShifted ? node - 1 : node;
      if (use < 0 || use >= count)
        this.#fail(`${path}${name}`, `is used ${count} times, node ${node} is asked for`);
      return use;
    };
    const useFrom = (reference: Reference, isEnd = false): Use => {
      const [name, , tensor] = reference;
      const use = useOf(reference, isEnd);
      return { name, use, tensor, key: `${name} ${use}` };
    };
    const valueFrom = ({ key, tensor }: Use): ValueTopology => [sources.get(key) as number, tensor];
    // Depth first, on a stack of our own: nets can be deeper than the engine's.
    const begun = new Set<string>();
    const ends = outputRefs.list.map((end) => useFrom(end, true));
    const stack = ends.toReversed();
    while (stack.length > 0) {
      const { name, use, key } = stack.at(-1) as Use;
      if (sources.has(key)) {
        stack.pop();
        continue;
      }
      const from = uses(name)[use]?.map((each) => useFrom(each));
      if (!from) this.#fail(`${path}${name}`, 'has no inputs, and is none of the inputs');
      if (!begun.has(key)) {
        begun.add(key);
        checkCount(this.#file, path || 'the model', begun.size);
        const open = from.filter((each) => !sources.has(each.key));
        const circle = open.find((each) => begun.has(each.key));
        if (circle) this.#fail(`${path}${name}`, `and '${circle.name}' depend on each other`);
        if (open.length > 0) {
          stack.push(...open.toReversed());
          continue;
        }
      }
      stack.pop();
      let place = places.get(name);
      if (place === undefined) {
        place = this.#layer(byName.get(name) as Json, path, depth);
        places.set(name, place);
      }
      nodes.push({ layer: place, from: from.map(valueFrom) });
      sources.set(key, inputs.length + nodes.length - 1);
    }
    return {
      inputs,
      nodes,
      outputs: ends.map(valueFrom),
      ...(inputRefs.list.length === 1 && inputRefs.isList && { hasInputList: true }),
      ...(outputRefs.list.length === 1 && outputRefs.isList && { hasOutputList: true }),
    };
  }

  /** Input or output layers: one, a list or, in Keras 3, an object of them. */
  #endpoints(
    value: Plain | undefined,
    where: string,
  ): { readonly list: readonly Reference[]; readonly isList: boolean } {
    if (isReference(value)) return { list: [value], isList: false };
    const all = isObject(value) ? Object.values(value) : value;
    if (!Array.isArray(all) || all.length === 0 || !all.every(isReference)) {
      this.#fail(where, `is ${describeValue(value)}`);
    }
    checkCount(this.#file, where, all.length);
    return { list: all, isList: this.#dialect === 3 };
  }

  /** For each use of a layer, the values that it is called on. */
  #inboundNodes(layer: Json, where: string): readonly (readonly Reference[])[] {
    const { inbound_nodes: given } = layer;
    if (!Array.isArray(given)) this.#fail(where, `has the inbound nodes ${describeValue(given)}`);
    checkCount(this.#file, `${where}.inbound_nodes`, given.length);
    return (given as readonly Plain[]).map((node) => {
      const found: Reference[] = [];
      if (isObject(node)) {
        collectTensors(node.args, found);
        const kwargs = isObject(node.kwargs) ? node.kwargs : {};
        for (const name of ['query', 'value', 'key', 'inputs', 'input_tensor', 'sequence']) {
          if (kwargs[name] !== undefined) collectTensors(kwargs[name], found);
        }
        this.#checkKwargs(layer, kwargs, where);
      } else if (Array.isArray(node)) {
        const list = isReference(node) ? [node] : node;
        for (const each of list) {
          if (!isReference(each)) this.#fail(where, `has the inbound node ${describeValue(each)}`);
          found.push([each[0], each[1], each[2]]);
          const kwargs = (each as readonly Plain[])[3];
          if (!isObject(kwargs)) continue;
          for (const name of ['value', 'key']) {
            const extra = kwargs[name];
            if (isReference(extra)) found.push([extra[0], extra[1], extra[2]]);
          }
          this.#checkKwargs(layer, kwargs, where);
        }
      }
      if (found.length === 0) this.#fail(where, 'is called on nothing');
      return found;
    });
  }

  /** What a call may say besides its inputs. */
  #checkKwargs(layer: Json, kwargs: Json, where: string): void {
    for (const [name, value] of Object.entries(kwargs)) {
      if (value === null || value === false || value === undefined) continue;
      if (['query', 'value', 'key', 'inputs', 'input_tensor', 'sequence'].includes(name)) continue;
      if (name === 'use_causal_mask' && layer.class_name === 'MultiHeadAttention') continue;
      this.#missing.push(`${where} (${layer.class_name}): it is called with ${name}`);
    }
  }

  #shape(given: Plain | undefined, where: string): readonly number[] {
    const [, ...shape] = Array.isArray(given) ? (given as readonly Plain[]) : [];
    if (!Array.isArray(given) || given.length === 0)
      this.#fail(where, `has the input shape ${describeValue(given)}`);
    if (shape.includes(null)) {
      throw new FormatError(
        `${this.#file}: ${where} leaves sizes of its input open: [${given.map((n) => n ?? 'any').join(', ')}]`,
        { code: 'E_UNSUPPORTED', fix: 'sizes are known here; give them: inputShape: [224, 224, 3]' },
      );
    }
    checkShape(this.#file, where, shape);
    return shape;
  }

  /** Puts a layer down, after what it consists of; its place. */
  #layer(json: Json, path: string, depth: number): number {
    const className = json.class_name as string;
    const config = this.#config(json, `${path}${String(json.name ?? className)}`);
    const given = config.name ?? json.name;
    const name = safeName(given) ?? camelCase(className);
    const where = `${path}${typeof given === 'string' ? given : className} (${className})`;
    const about: Conversation = {
      dialect: this.#dialect,
      missing: (what) => this.#missing.push(`${where}: ${what}`),
    };
    const frozen = config.trainable === false ? { trainable: false } : {};
    const put = (layer: LayerTopology): number => this.#layers.push(layer) - 1;
    if (this.#own.has(className)) {
      const { name: _, trainable: __, ...rest } = config;
      return put({ kind: className, name, ...frozen, config: rest });
    }
    if (modelClasses.has(className)) {
      const graph = this.#graph(json, `${path}${name}/`, depth + 1);
      return put({ kind: className === 'Sequential' ? 'sequential' : 'model', name, config: {}, graph });
    }
    if (className === 'TimeDistributed' || className === 'Bidirectional') {
      return this.#wrapper(config, { className, name, path, depth, about });
    }
    if (className === 'ActivityRegularization') {
      const { l1 = 0, l2 = 0 } = config;
      const penalty = regularizer.fromKeras({ class_name: 'L1L2', config: { l1, l2 } }, about);
      return put({
        kind: 'activation',
        name,
        config: { activation: 'linear', activityRegularizer: penalty },
      });
    }
    const row = rowOfClass.get(className);
    if (!row) {
      this.#missing.push(`${where}: no layer of this class`);
      return put({ kind: className, name, config: {} });
    }
    const ours = configFromKeras(row, config, about);
    return put({ kind: row.kind, name, ...frozen, config: { ...ours, ...causal(json) } });
  }

  #wrapper(
    config: Json,
    {
      className,
      name,
      path,
      depth,
      about,
    }: { className: string; name: string; path: string; depth: number; about: Conversation },
  ): number {
    if (depth > mostNesting) {
      throw new FormatError(`${this.#file}: ${path}${name} nests more than ${mostNesting} layers`, {
        code: 'E_LIMIT',
      });
    }
    const { layer, backward_layer: backward } = config;
    if (!isObject(layer) || typeof layer.class_name !== 'string') {
      this.#fail(`${path}${name}`, `wraps ${describeValue(layer)}`);
    }
    const inner = this.#layer(layer, `${path}${name}/`, depth + 1);
    if (className === 'TimeDistributed') {
      return this.#layers.push({ kind: 'timeDistributed', name, config: {}, inner: [inner] }) - 1;
    }
    // Keras calls what it wraps forward_…, as we do again.
    const wrapped = this.#layers[inner] as LayerTopology;
    this.#layers[inner] = { ...wrapped, name: wrapped.name.replace(/^forward_/, '') };
    if (isObject(backward) && !isMirror(layer, backward)) about.missing('a backward_layer unlike its layer');
    const mode = config.merge_mode === undefined ? 'concat' : (config.merge_mode ?? 'none');
    return (
      this.#layers.push({
        kind: 'bidirectional',
        name,
        config: mode === 'concat' ? {} : { mergeMode: mode },
        inner: [inner],
      }) - 1
    );
  }
}

/** Keras 3's objects name their modules, and its inputs have a batch_shape. */
function dialectOf(json: Json): Dialect {
  if (typeof json.module === 'string' || json.registered_name !== undefined) return 3;
  const config = isObject(json.config) ? json.config : {};
  const layers = (Array.isArray(config.layers) ? config.layers : []) as readonly Plain[];
  const isOfKeras3 = (layer: Plain): boolean =>
    isObject(layer) &&
    (typeof layer.module === 'string' ||
      (isObject(layer.config) && layer.config.batch_shape !== undefined) ||
      (Array.isArray(layer.inbound_nodes) && isObject(layer.inbound_nodes[0] as Plain)));
  return layers.some(isOfKeras3) ? 3 : 2;
}

function batchShapeOf(config: Json): Plain | undefined {
  return config.batch_shape ?? config.batch_input_shape;
}

function isReference(value: unknown): value is Reference {
  return (
    Array.isArray(value) &&
    value.length >= 3 &&
    typeof value[0] === 'string' &&
    [value[1], value[2]].every((n) => Number.isSafeInteger(n) && n >= 0)
  );
}

/** Keras 3's tensors among a call's arguments, in order. */
function collectTensors(value: Plain | undefined, found: Reference[]): void {
  if (Array.isArray(value)) {
    for (const each of value) collectTensors(each, found);
  } else if (isObject(value)) {
    const history = isObject(value.config) ? value.config.keras_history : undefined;
    if (value.class_name === '__keras_tensor__' && isReference(history)) found.push(history);
  }
}

/** Whether attention is causal: Keras says so at the call. */
function causal({ class_name: className, inbound_nodes: nodes }: Json): PlainConfig {
  if (className !== 'MultiHeadAttention' || !Array.isArray(nodes)) return {};
  const isCausal = (node: Plain): boolean =>
    isObject(node)
      ? isObject(node.kwargs) && node.kwargs.use_causal_mask === true
      : Array.isArray(node) &&
        node.some((each) => Array.isArray(each) && isObject(each[3]) && each[3].use_causal_mask === true);
  return (nodes as readonly Plain[]).some(isCausal) ? { causal: true } : {};
}

/** Whether one recurrent layer is the other, the other way round. */
function isMirror(layer: Json, backward: Json): boolean {
  const plain = ({ class_name, config }: Json): string => {
    const { name: _, go_backwards: __, ...rest } = isObject(config) ? config : {};
    return JSON.stringify([class_name, rest], (key, value) =>
      ['seed', 'build_config', 'shared_object_id'].includes(key) ? null : value,
    );
  };
  const isBack = (each: Json): boolean => isObject(each.config) && each.config.go_backwards === true;
  return plain(layer) === plain(backward) && isBack(layer) !== isBack(backward);
}

/** A name that layers may have; Keras allows slashes. */
function safeName(name: Plain | undefined): string | undefined {
  return typeof name === 'string' && name !== '' ? name.replaceAll('/', '_') : undefined;
}

function camelCase(className: string): string {
  return `${className.slice(0, 1).toLowerCase()}${className.slice(1)}`.replaceAll('/', '_');
}
