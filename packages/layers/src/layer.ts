import type { Checked, Rng, Shape, Tensor } from '@descent/core';
import type { Initializer, InitializerName } from './initializers/initializer.js';
import type { Constraint, Parameter, Penalty } from './parameter.js';
import type { ApplyShape, ShapeFunction } from './shape-function.js';
import type { Node, Symbolic } from './symbolic.js';

declare const shapeFunction: unique symbol;

/** What a layer is told at each call. */
export interface CallContext {
  /** True while training: dropout drops only then. */
  readonly training: boolean;
  /** Source of random numbers; needed by layers that draw some while training. */
  readonly rng?: Rng | undefined;
  /** Gets the penalties on outputs, one scalar for each layer with an `activityRegularizer`. */
  readonly penalties?: Tensor[] | undefined;
}

/** What the code of a layer is told at each call. */
export interface LayerContext extends CallContext {
  /** False where the layer is frozen: batch normalization keeps its averages then. */
  readonly trainable: boolean;
}

/** How a parameter starts and is treated. */
export interface ParameterOptions {
  readonly initializer: Initializer | InitializerName;
  /** Default true. */
  readonly trainable?: boolean;
  /** Added to the loss while training. */
  readonly regularizer?: Penalty | undefined;
  /** Applied after each update. */
  readonly constraint?: Constraint | undefined;
}

/** What `build` gets to make a layer's parameters with. */
export interface BuildContext {
  /** The model that the layer becomes part of; undefined where only shapes are wanted. */
  readonly owner: LayerOwner | undefined;
  /**
   * Makes a parameter of the layer. Its values are there from when the layer is part of a model: read them in `call`.
   */
  parameter(name: string, shape: Shape, options: ParameterOptions): Parameter;
}

/** A layer that knows its input shape. */
export interface BuiltLayer<X = Tensor> {
  /** Shape of the result, without the batch axis; of each, for a layer with several results. */
  readonly outputShape: Shape | readonly Shape[];
  /** Computes the result for a batch: [batch, ...inputShape] to [batch, ...outputShape]. */
  call(x: X, context: LayerContext): Tensor | readonly Tensor[];
}

/** Plain data that a layer can be made from again. */
export type LayerConfig = Readonly<Record<string, unknown>>;

/** Options that every layer takes. */
export interface LayerOptions {
  /** Inside its model. Default: its kind, with a number from the second on: `dense`, `dense_1`, … */
  readonly name?: string;
  /** False: training leaves its parameters alone. Default true; may be set later. */
  readonly trainable?: boolean;
  /** Penalty on the output, added to the loss while training. */
  readonly activityRegularizer?: Penalty;
}

/** What the author of a layer writes. */
export interface LayerDefinition<S = Shape, X = Tensor> {
  /** Kind of layer, as in code: `dense`. */
  readonly kind: string;
  /** What tells this layer from others of its kind in messages: `128` gives `dense(128)`. */
  readonly label?: string;
  readonly config: LayerConfig;
  /** What was given as options: {@link LayerOptions} and those of `optionNames`; any other is an error. */
  readonly options?: LayerOptions | undefined;
  /** Names of the layer's own options: `{ units: true }`. */
  readonly optionNames?: Readonly<Record<string, true>>;
  /**
   * Makes the parameters and says how to compute. It runs once for each use of the layer and once more to learn the
   * shape, so it changes nothing else.
   * @throws ShapeError when the layer cannot follow
   */
  build(inputShape: S, context: BuildContext): BuiltLayer<X>;
}

/** A layer in one place of a graph, for models. */
export interface Connection {
  readonly outputShapes: readonly Shape[];
  /** Whether the layer gives a list of results. */
  readonly isList: boolean;
  /** Computes the results for a batch. */
  call(inputs: readonly Tensor[], context: CallContext): readonly Tensor[];
}

/** Who makes a layer's parameters: a model, which gives it a name. */
export interface LayerOwner {
  readonly name: string;
  readonly rng: Rng;
  /** Gives the values that parameters begin with, in place of their initializers. */
  readonly initial?: InitialValues | undefined;
}

/** Values, row-major, of a parameter that is made; undefined for zeros. */
export type InitialValues = (name: string, shape: Shape) => Float32Array | undefined;

/** Any layer, whatever its shape rule. */
export interface AnyLayer {
  readonly [shapeFunction]: ShapeFunction;
  /** Kind of layer, as in code: `dense`. */
  readonly kind: string;
  /** As it appears in messages: `dense(128)`. */
  readonly label: string;
  /** Name inside its model: `dense`, `dense_1`, …; the kind, or the name it was given, before it is part of one. */
  readonly name: string;
  /** The name it was given. */
  readonly givenName: string | undefined;
  readonly config: LayerConfig;
  /** False: training leaves its parameters alone. Setting it on a model sets it on all layers inside. */
  trainable: boolean;
  /** Shapes without the batch axis, of the first use; undefined before the layer is part of a model. */
  readonly inputShape: Shape | readonly Shape[] | undefined;
  readonly outputShape: Shape | readonly Shape[] | undefined;
  /** Empty before the layer is part of a model. */
  readonly parameters: readonly Parameter[];
  /** Those that training may change now. */
  readonly trainableParameters: readonly Parameter[];
  /** Parameters with their names in files: a layer inside a nested model is `encoder/dense/kernel`. */
  readonly namedParameters: readonly (readonly [string, Parameter])[];
  /** The layers that it wraps, as `timeDistributed` and `bidirectional` do; none for others. */
  readonly inner: readonly AnyLayer[];
  /** The places in graphs where it is used. */
  readonly uses: readonly Node[];
  /** What it gives where it is used; throws ValueError unless there is one such place, with one result. */
  readonly output: Symbolic;
  /**
   * Fits the layer to the shapes of its inputs. With an owner it makes its parameters, unless it has them from an
   * earlier use.
   * @throws ShapeError when it cannot follow
   */
  connect(inputShapes: readonly Shape[], owner?: LayerOwner): Connection;
  /** For `layer(x)`: puts down where it is used. */
  use(inputs: readonly Symbolic[]): Node;
  /** Computes the result for a batch. A layer is part of a model before. */
  call(x: Tensor, context: CallContext): Tensor;
}

/** What a layer gives in a graph, by its output shape. */
export type Results<O> = O extends Shape
  ? Symbolic<O>
  : O extends readonly Shape[]
    ? { readonly [K in keyof O]: O[K] extends Shape ? Symbolic<O[K]> : never }
    : Symbolic;

/** A layer of one input, with its shape rule in the type. */
export interface Layer<F extends ShapeFunction = ShapeFunction> extends AnyLayer {
  readonly [shapeFunction]: F;
  /** Puts the layer into a graph. */
  <I extends Shape>(x: Checked<ApplyShape<F, I>, I, F['name'], Symbolic<I>>): Results<ApplyShape<F, I>>;
}

/** A layer of several inputs, with its shape rule in the type. */
export interface MergeLayer<F extends ShapeFunction = ShapeFunction> extends AnyLayer {
  readonly [shapeFunction]: F;
  /** Puts the layer into a graph. */
  <const I extends readonly Shape[]>(
    inputs: Checked<ApplyShape<F, I>, I, F['name'], { readonly [K in keyof I]: Symbolic<I[K]> }>,
  ): Results<ApplyShape<F, I>>;
}

/** The shape rule of a layer. */
export type ShapeFunctionOf<L> = L extends { readonly [shapeFunction]: infer F extends ShapeFunction }
  ? F
  : ShapeFunction;
