import {
  checkBooleans,
  checkOptions,
  checkShape,
  describeValue,
  type Rng,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  type Tensor,
  ValueError,
} from '@descent/core';
import { Applicable } from './applicable.js';
import { checkName } from './check-name.js';
import { type Initializer, type InitializerName, initializerOf } from './initializers/initializer.js';
import type {
  AnyLayer,
  BuildContext,
  CallContext,
  Connection,
  Layer,
  LayerConfig,
  LayerDefinition,
  LayerOwner,
  MergeLayer,
} from './layer.js';
import { layerOptionNames } from './option-names.js';
import { Parameter } from './parameter.js';
import type { ShapeFunction } from './shape-function.js';
import { isSymbolic, Node, type Symbolic } from './symbolic.js';

/**
 * Makes a layer from its definition. Custom layers use it as the built-in ones do.
 *
 * @example
 * interface Scale extends KeepShape { name: 'scale' }
 * const scale = () => defineLayer<Scale>({
 *   kind: 'scale',
 *   config: {},
 *   build(inputShape, { parameter }) {
 *     const factor = parameter('factor', [], { initializer: 'ones' });
 *     return { outputShape: inputShape, call: (x) => x.mul(factor.value) };
 *   },
 * });
 */
export function defineLayer<F extends ShapeFunction>(definition: LayerDefinition): Layer<F> {
  return new DefinedLayer(ofOneInput(definition)) as unknown as Layer<F>;
}

/** The definition of a layer of one input, for a list of them. */
export function ofOneInput(definition: LayerDefinition): Definition {
  return {
    ...definition,
    build(shapes, context) {
      if (shapes.length !== 1) {
        throw new ShapeError(`${definition.kind}: takes one input, got ${shapes.length}`, {
          fix: 'join them first: concatenate()([a, b])',
        });
      }
      const { outputShape, call } = definition.build(shapes[0] as Shape, context);
      return { outputShape, call: ([x], toLayer) => call(x as Tensor, toLayer) };
    },
  };
}

/**
 * Makes a layer of several inputs from its definition: `build` and `call` get a list.
 *
 * @example
 * const difference = () => defineMergeLayer<KeepFirst>({
 *   kind: 'difference',
 *   config: {},
 *   build: ([shape]) => ({ outputShape: shape, call: ([a, b]) => a.sub(b) }),
 * });
 */
export function defineMergeLayer<F extends ShapeFunction>(
  definition: LayerDefinition<readonly Shape[], readonly Tensor[]>,
): MergeLayer<F> {
  return new DefinedLayer(definition) as unknown as MergeLayer<F>;
}

/** The definition of a layer of any number of inputs. */
export type Definition = LayerDefinition<readonly Shape[], readonly Tensor[]>;

/** What every kind of layer has: the places where it is used, and what follows from them. */
export abstract class UsedLayer extends Applicable {
  readonly uses: Node[] = [];
  readonly inner: readonly AnyLayer[] = [];
  abstract readonly label: string;

  abstract connect(inputShapes: readonly Shape[], owner?: LayerOwner): Connection;

  /** `layer(x)`: its results, one or a list. */
  apply(inputs: unknown): Symbolic | readonly Symbolic[] {
    const { outputs, isList } = this.use([inputs].flat() as Symbolic[]);
    return isList ? outputs : (outputs[0] as Symbolic);
  }

  use(inputs: readonly Symbolic[]): Node {
    for (const each of inputs) {
      if (isSymbolic(each)) continue;
      throw new ValueError(`${this.label}: is called on what \`input\` gives, got ${describeValue(each)}`, {
        fix: 'for values make a model of it: model(x, y).predict(values)',
      });
    }
    const { outputShapes, isList } = this.connect(inputs.map(({ shape }) => shape));
    const node = new Node(this as unknown as AnyLayer, inputs, outputShapes, isList);
    this.uses.push(node);
    return node;
  }

  get output(): Symbolic {
    const outputs = this.uses.flatMap((node) => node.outputs);
    if (outputs.length === 1) return outputs[0] as Symbolic;
    throw new ValueError(`${this.label}: has ${outputs.length} outputs, output stands for one`, {
      fix: 'look at uses[0].outputs',
    });
  }
}

/** A layer that has what its definition says. */
export class DefinedLayer extends UsedLayer {
  readonly kind: string;
  readonly label: string;
  readonly config: LayerConfig;
  readonly givenName: string | undefined;
  #trainable: boolean;
  readonly #definition: Definition;
  #name: string;
  /** Made by the first owner, by their names. */
  readonly #parameters = new Map<string, Parameter>();
  /** The first use in a model. */
  #first: { readonly inputShapes: readonly Shape[]; readonly connection: Connection } | undefined;

  constructor(definition: Definition) {
    super();
    const { kind, label = '', config, options = {}, optionNames } = definition;
    this.#definition = definition;
    checkOptions(
      kind,
      options as Readonly<Record<string, unknown>>,
      Object.keys({ ...optionNames, ...layerOptionNames }),
    );
    checkBooleans(kind, options, 'trainable');
    checkName(kind, options.name);
    this.kind = kind;
    this.label = `${kind}(${label})`;
    this.config = config;
    this.givenName = options.name;
    this.#trainable = options.trainable ?? true;
    this.#name = options.name ?? kind;
  }

  get name(): string {
    return this.#name;
  }

  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(trainable: boolean) {
    this.#trainable = trainable;
  }

  get inputShape(): Shape | readonly Shape[] | undefined {
    const shapes = this.#first?.inputShapes;
    return shapes?.length === 1 ? shapes[0] : shapes;
  }

  get outputShape(): Shape | readonly Shape[] | undefined {
    const connection = this.#first?.connection;
    return connection?.isList ? connection.outputShapes : connection?.outputShapes[0];
  }

  get parameters(): readonly Parameter[] {
    return [...this.#parameters.values()];
  }

  get trainableParameters(): readonly Parameter[] {
    return this.trainable ? this.parameters.filter(({ trainable }) => trainable) : [];
  }

  get namedParameters(): readonly (readonly [string, Parameter])[] {
    return [...this.#parameters].map(([own, parameter]) => [`${this.#name}/${own}`, parameter]);
  }

  connect(inputShapes: readonly Shape[], owner?: LayerOwner): Connection {
    if (owner && !this.#first) this.#name = owner.name;
    const { outputShape, call } = this.#definition.build(inputShapes, this.#buildContext(inputShapes, owner));
    const isList = Array.isArray(outputShape[0]);
    const connection: Connection = {
      outputShapes: (isList ? outputShape : [outputShape]) as readonly Shape[],
      isList,
      call: (inputs, context) => this.#call(call, inputs, context),
    };
    if (owner) this.#first ??= { inputShapes, connection };
    return connection;
  }

  call(x: Tensor, context: CallContext): Tensor {
    if (!this.#first) {
      throw new ValueError(`${this.label} was called before it was built`, {
        fix: 'put it into a model: sequential({ input: […] }, …)',
      });
    }
    return this.#first.connection.call([x], context)[0] as Tensor;
  }

  #call(
    call: ReturnType<Definition['build']>['call'],
    inputs: readonly Tensor[],
    context: CallContext,
  ): readonly Tensor[] {
    const results = [call(inputs, { ...context, trainable: this.trainable })].flat();
    const { activityRegularizer } = this.#definition.options ?? {};
    if (activityRegularizer) {
      for (const result of results) context.penalties?.push(activityRegularizer(result));
    }
    return results;
  }

  #buildContext(inputShapes: readonly Shape[], owner: LayerOwner | undefined): BuildContext {
    const asked = new Set<string>();
    return {
      owner,
      parameter: (own, shape, { initializer, ...treatment }) => {
        checkShape(`${this.label}: ${own}`, shape);
        if (asked.has(own)) throw new ValueError(`${this.label}: has two parameters called ${own}`);
        asked.add(own);
        const existing = this.#parameters.get(own);
        if (existing) {
          this.#checkSame(own, existing, shape, inputShapes);
          return existing;
        }
        const name = `${this.#name}/${own}`;
        if (!owner) return promised(name, shape);
        const values = owner.initial
          ? owner.initial(name, shape)
          : drawn(initializer, shape, owner.rng.split(name));
        const made = new Parameter({ shape, ...(values && { values }) }, { ...treatment, name });
        this.#parameters.set(own, made);
        return made;
      },
    };
  }

  #checkSame(own: string, existing: Parameter, shape: Shape, inputShapes: readonly Shape[]): void {
    if (sameShape(existing.shape, shape)) return;
    throw new ShapeError(
      `${this.label}: its ${own} is ${showShape(existing.shape)}, for inputs ${inputShapes.map(showShape).join(', ')} it would be ${showShape(shape)}`,
      { fix: `a layer used again shares its parameters: make another: ${this.kind}(…)` },
    );
  }
}

/**
 * What an initializer draws. One that is given may be anything, and runs here; ours, by name, wait until somebody wants
 * the values.
 */
function drawn(
  initializer: Initializer | InitializerName,
  shape: Shape,
  rng: Rng,
): Float32Array | (() => Float32Array) {
  const initialize = initializerOf(initializer);
  return initialize === initializer ? initialize(shape, rng) : () => initialize(shape, rng);
}

/** Stands for a parameter where only the shapes are wanted. */
function promised(name: string, shape: Shape): Parameter {
  return {
    name,
    shape,
    get value(): never {
      throw new ValueError(`${name} has no value before its layer is part of a model`, {
        fix: 'read it in call, not in build',
      });
    },
  } as unknown as Parameter;
}
