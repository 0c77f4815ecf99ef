import {
  type Compiled,
  checkOptions,
  compile,
  DtypeError,
  describeValue,
  disposeSymbol,
  identity,
  locating,
  type Rng,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  showShape,
  sizeOf,
  Tensor,
  ValueError,
} from '@descent/core';
import { checkName } from './check-name.js';
import { UsedLayer } from './defined-layer.js';
import { type Graph, graphBetween } from './graph.js';
import type { AnyLayer, CallContext, Connection, InitialValues, LayerOwner } from './layer.js';
import type { Activation, ModelOptions } from './model.js';
import type { Parameter } from './parameter.js';
import { summarize } from './summary.js';
import type { Node, Symbolic } from './symbolic.js';

/** A model of the layers between inputs and outputs. */
export class GraphModel extends UsedLayer {
  readonly config = {};
  readonly label: string;
  readonly givenName: string | undefined;
  readonly inputs: readonly Symbolic[];
  readonly outputs: readonly Symbolic[];
  readonly layers: readonly AnyLayer[];
  readonly inputShape: Shape | readonly Shape[];
  readonly outputShape: Shape | readonly Shape[];
  readonly nodes: readonly Node[];
  /** Whether a list of outputs was asked for, of one perhaps. */
  readonly #isList: boolean;
  #name: string;
  #isNested = false;
  readonly #predict: Compiled<Tensor[], Tensor[]> = compile((...xs: Tensor[]) => [...this.#run(xs, {})]);

  constructor(
    /** What made it: 'sequential' or 'model'. */
    readonly kind: string,
    inputs: Symbolic | readonly Symbolic[],
    outputs: Symbolic | readonly Symbolic[],
    rng: Rng,
    options: ModelOptions,
    /** Names of options besides those of every model. */
    optionNames: readonly string[] = [],
  ) {
    super();
    checkOptions(kind, options as Readonly<Record<string, unknown>>, [
      'seed',
      'name',
      'initial',
      ...optionNames,
    ]);
    checkName(kind, options.name);
    const graph = graphBetween(kind, [inputs].flat(), [outputs].flat());
    this.givenName = options.name;
    this.#name = options.name ?? kind;
    this.label = `${kind}(${options.name ?? ''})`;
    this.inputs = graph.inputs;
    this.outputs = graph.outputs;
    this.layers = graph.layers;
    this.nodes = graph.nodes;
    this.#isList = Array.isArray(outputs);
    this.inputShape = Array.isArray(inputs)
      ? graph.inputs.map(shapeOf)
      : shapeOf(graph.inputs[0] as Symbolic);
    this.outputShape = this.#isList ? graph.outputs.map(shapeOf) : shapeOf(graph.outputs[0] as Symbolic);
    connectAll(kind, graph, rng, options.initial);
  }

  get name(): string {
    return this.#name;
  }

  /** Whether it is part of another model, which named it. */
  get isNested(): boolean {
    return this.#isNested;
  }

  get parameters(): readonly Parameter[] {
    return unique(this.layers.flatMap(({ parameters }) => parameters));
  }

  get trainableParameters(): readonly Parameter[] {
    return unique(this.layers.flatMap(({ trainableParameters }) => trainableParameters));
  }

  get namedParameters(): readonly (readonly [string, Parameter])[] {
    const named = this.layers.flatMap((layer) =>
      layer.namedParameters.map(([name, parameter]): readonly [string, Parameter] => [
        layer instanceof GraphModel ? `${layer.name}/${name}` : name,
        parameter,
      ]),
    );
    // A layer can be part of two nested models.
    return [...new Map(named.toReversed().map(([name, parameter]) => [parameter, name]))]
      .map(([parameter, name]): readonly [string, Parameter] => [name, parameter])
      .toReversed();
  }

  get parameterCount(): number {
    return this.parameters.reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  get trainable(): boolean {
    return this.layers.some(({ trainable }) => trainable);
  }

  set trainable(trainable: boolean) {
    for (const layer of this.layers) layer.trainable = trainable;
  }

  getLayer(name: string): AnyLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    throw new ValueError(`getLayer: no layer is called ${describeValue(name)}`, {
      fix: `use one of ${this.layers.map((layer) => layer.name).join(', ')}`,
    });
  }

  connect(inputShapes: readonly Shape[], owner?: LayerOwner): Connection {
    const fits =
      inputShapes.length === this.inputs.length &&
      this.inputs.every(({ shape }, i) => sameShape(shape, inputShapes[i] as Shape));
    if (!fits) {
      const [expected, got] = [this.inputs.map(shapeOf), inputShapes].map((shapes) =>
        shapes.map(showShape).join(', '),
      );
      throw new ShapeError(`${this.label}: expects ${expected}, got ${got}`);
    }
    if (owner && !this.#isNested) {
      this.#isNested = true;
      this.#name = owner.name;
    }
    return {
      outputShapes: this.outputs.map(shapeOf),
      isList: this.#isList,
      call: (xs, context) => this.#run(xs, context),
    };
  }

  call(x: Tensor | readonly Tensor[], context: Partial<CallContext> = {}): Tensor | readonly Tensor[] {
    const xs = this.#check('model', x);
    return this.#unwrap(this.#run(xs, context));
  }

  predict(x: Tensor | readonly Tensor[]): Tensor | readonly Tensor[] {
    return this.#unwrap(this.#predict(...this.#check('predict', x)));
  }

  activations(x: Tensor | readonly Tensor[], context: Partial<CallContext> = {}): Activation[] {
    const found: Activation[] = [];
    const xs = this.#check('activations', x);
    // A layer may give what it was given: handles of their own let every one be disposed.
    const known = new Set(xs);
    scope(() => {
      this.#walk(xs, context, (layer, place, results) => {
        const outputs = results.map((result) => (known.has(result) ? identity(result) : result));
        for (const result of results) known.add(result);
        found.push({ layer, place, outputs });
      });
      return found.map(({ outputs }) => outputs);
    });
    return found;
  }

  summary(): string {
    return summarize(this);
  }

  dispose(): void {
    this.#predict.dispose();
    for (const parameter of this.parameters) parameter.dispose();
  }

  [disposeSymbol](): void {
    this.dispose();
  }

  #unwrap(results: readonly Tensor[]): Tensor | readonly Tensor[] {
    return this.#isList ? results : (results[0] as Tensor);
  }

  /** Results of a batch; penalties go to the context. */
  #run(xs: readonly Tensor[], { training = false, rng, penalties }: Partial<CallContext>): readonly Tensor[] {
    const ran = scope(() => {
      const collected: Tensor[] = [];
      const context = { training, rng, penalties: penalties && collected };
      return { results: this.#walk(xs, context), collected };
    });
    penalties?.push(...ran.collected);
    return ran.results;
  }

  #walk(
    xs: readonly Tensor[],
    { training = false, rng, penalties }: Partial<CallContext>,
    visit?: (layer: AnyLayer, place: string, outputs: readonly Tensor[]) => void,
  ): readonly Tensor[] {
    const values = new Map<Symbolic, Tensor>(this.inputs.map((input, i) => [input, xs[i] as Tensor]));
    const computed = (symbolic: Symbolic): Tensor => values.get(symbolic) as Tensor;
    const context = { training, rng, penalties };
    for (const node of this.nodes) {
      const layer = node.layer as AnyLayer;
      const place = placeIn(this.layers, node);
      const call = (): readonly Tensor[] => {
        const given = node.inputs.map(computed);
        if (!visit || !(layer instanceof GraphModel)) {
          return (node.connection as Connection).call(given, context);
        }
        return layer.#walk(given, context, (inner, at, results) => visit(inner, `${place}: ${at}`, results));
      };
      const outputs = locating(place, call);
      for (const [i, output] of node.outputs.entries()) values.set(output, outputs[i] as Tensor);
      visit?.(layer, place, outputs);
    }
    return this.outputs.map(computed);
  }

  /** What was given, as a list. */
  #check(op: string, given: Tensor | readonly Tensor[]): readonly Tensor[] {
    const xs = Array.isArray(given) && this.inputs.length > 1 ? given : [given];
    if (xs.length !== this.inputs.length) {
      throw new ShapeError(`${op}: expects ${this.inputs.length} inputs, got ${describeValue(given)}`, {
        fix: `give a list: ${op}([a, b])`,
      });
    }
    xs.forEach((x, i) => {
      checkInput(xs.length > 1 ? `${op}: inputs[${i}]` : op, x, (this.inputs[i] as Symbolic).shape);
    });
    return xs;
  }
}

function shapeOf({ shape }: Symbolic): Shape {
  return shape;
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

/** Names the layers, makes their parameters, and fits each to the places where it is used. */
function connectAll(op: string, { nodes, layers }: Graph, rng: Rng, initial?: InitialValues): void {
  const names = namesOf(op, layers);
  for (const node of nodes) {
    const layer = node.layer as AnyLayer;
    const owner = { name: names.get(layer) as string, rng, initial };
    node.connection ??= locating(`${op}: ${placeIn(layers, node)}`, () =>
      layer.connect(node.inputs.map(shapeOf), owner),
    );
  }
}

/** Whether the layer is part of a model, which named it. */
function hasOwner(layer: AnyLayer): boolean {
  return layer instanceof GraphModel ? layer.isNested : layer.inputShape !== undefined;
}

/** A name for each layer that the model knows once: the one it has, or `dense`, `dense_1`, … */
function namesOf(op: string, layers: readonly AnyLayer[]): Map<AnyLayer, string> {
  const names = new Map<AnyLayer, string>();
  const taken = new Set<string>();
  for (const layer of layers) {
    const name = layer.givenName ?? (hasOwner(layer) ? layer.name : undefined);
    if (name === undefined) continue;
    if (taken.has(name)) {
      throw new ValueError(`${op}: two layers are called ${describeValue(name)}`, {
        fix: `name them where they are made, as in dense(10, { name: 'head' })`,
      });
    }
    taken.add(name);
    names.set(layer, name);
  }
  const counts = new Map<string, number>();
  for (const layer of layers) {
    if (names.has(layer)) continue;
    let name: string;
    do {
      const count = counts.get(layer.kind) ?? 0;
      counts.set(layer.kind, count + 1);
      name = count === 0 ? layer.kind : `${layer.kind}_${count}`;
    } while (taken.has(name));
    taken.add(name);
    names.set(layer, name);
  }
  return names;
}

/**
 * `layers[2] dense(128)`.
 * @example model.layers.map(placeOf) // ['layers[0] conv2d(32, 3×3)', 'layers[1] maxPool2d(2×2)', …]
 */
export function placeOf(layer: AnyLayer, index: number): string {
  return `layers[${index}] ${layer.label}`;
}

function placeIn(layers: readonly AnyLayer[], { layer }: Node): string {
  return placeOf(layer as AnyLayer, layers.indexOf(layer as AnyLayer));
}

function checkInput(op: string, x: unknown, shape: Shape): void {
  if (!(x instanceof Tensor)) {
    throw new DtypeError(`${op}: expects a tensor, got ${describeValue(x)}`, {
      fix: 'wrap it: tensor(…)',
    });
  }
  if (sameShape(x.shape.slice(1), shape) && x.rank > shape.length) return;
  const expected = `[batch${shape.map((n) => `, ${n}`).join('')}]`;
  throw new ShapeError(`${op}: expects ${expected}, got ${showShape(x.shape)}`, {
    ...(sameShape(x.shape, shape) && {
      fix: `a batch of one: x.reshape([1${shape.map((n) => `, ${n}`).join('')}])`,
    }),
  });
}
