import { type Fail, Rng, type SameShape, type Shape, type Show, type Tensor } from '@descent/core';
import { GraphModel } from './graph-model.js';
import type { AnyLayer, CallContext, InitialValues, Layer } from './layer.js';
import type { Parameter } from './parameter.js';
import type { ShapeFunction } from './shape-function.js';
import type { Node, Symbolic } from './symbolic.js';

/** Shape of a model's input or output, or of each where there are several. Without the batch axis. */
export type Shapes = Shape | readonly Shape[];

/** The argument of `predict`: a tensor, or the sentence that says why it does not fit; a list for several inputs. */
export type PredictInput<X, I extends Shapes> = I extends Shape
  ? X extends Tensor<infer S>
    ? SameShape<S, readonly [number, ...I]> extends false
      ? `predict expects ${Show<readonly [number, ...I]>}, got ${Show<S>}`
      : X
    : Tensor<readonly [number, ...I]>
  : Batches<I>;

/** Tensors with a batch axis, for a shape or a list of shapes. */
export type Batches<S extends Shapes> = S extends Shape
  ? Tensor<readonly [number, ...S]>
  : { readonly [K in keyof S]: S[K] extends Shape ? Tensor<readonly [number, ...S[K]]> : never };

/** What a layer gave for a batch. */
export interface Activation {
  readonly layer: AnyLayer;
  /** `layers[2] dense(128)`; inside a nested model `layers[0] model(encoder): layers[2] dense(128)`. */
  readonly place: string;
  /** One, but for layers with several results. */
  readonly outputs: readonly Tensor[];
}

/** Shape rule of a model that is a layer of another. */
export interface ModelShape<I extends Shapes, O extends Shapes> extends ShapeFunction {
  readonly name: 'model';
  readonly out: [this['in'], I] extends [infer X extends Shape, infer E extends Shape]
    ? SameShape<X, E> extends false
      ? Fail<Show<E>>
      : O
    : O;
  readonly unranked: O extends Shape ? O : Shape;
}

/** Layers between inputs and outputs. `I` and `O` are its shapes without the batch axis. */
export interface Model<I extends Shapes = Shape, O extends Shapes = Shape> extends Layer<ModelShape<I, O>> {
  /** Shape of one example. */
  readonly inputShape: I;
  /** Shape of one result. */
  readonly outputShape: O;
  /** What it is given and what it gives, in the graph. */
  readonly inputs: readonly Symbolic[];
  readonly outputs: readonly Symbolic[];
  /** Each once, every one after those that it depends on; a nested model is one of them. */
  readonly layers: readonly AnyLayer[];
  /** Every use of a layer, each after those whose results it takes. */
  readonly nodes: readonly Node[];
  /** All parameters, in the order of the layers. */
  readonly parameters: readonly Parameter[];
  /** How many numbers the parameters hold. */
  readonly parameterCount: number;
  /** A layer by its name, such as `dense_1`. Throws ValueError naming those there are. */
  getLayer(name: string): AnyLayer;
  /**
   * Computes the results for a batch; what `fit` differentiates. A list for a model of several inputs or outputs.
   * @throws ShapeError naming the layer
   */
  call(x: Tensor, context?: Partial<CallContext>): Tensor;
  call(x: Tensor | readonly Tensor[], context?: Partial<CallContext>): Tensor | readonly Tensor[];
  /** The results for a batch [batch, ...inputShape], without training effects; compiled. */
  predict<X extends Tensor | readonly Tensor[]>(x: PredictInput<X, I>): Batches<O>;
  /** What each layer gives for a batch, in order, those of a nested model before it: feature maps, or where NaN came up. */
  activations(x: Tensor | readonly Tensor[], context?: Partial<CallContext>): Activation[];
  /** Keras' table: layers, output shapes, parameter counts; what a layer follows, where that is not the line above. */
  summary(): string;
  /** Frees parameters, those shared with other models too, and plans. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A model of any number of inputs and outputs. */
export type AnyModel = Model<Shapes, Shapes>;

/** Options of {@link model}. */
export interface ModelOptions {
  /** Determines the initial parameters. Default 0. */
  readonly seed?: number;
  /** Inside another model. Default: 'model' or 'sequential', with a number from the second on. */
  readonly name?: string;
  /** Gives the initial parameters in place of the layers' initializers: for weights that are there already. */
  readonly initial?: InitialValues;
}

/** Shapes of what is given to {@link model}. */
export type ShapesOf<X> =
  X extends Symbolic<infer S>
    ? S
    : X extends readonly Symbolic[]
      ? { readonly [K in keyof X]: X[K] extends Symbolic<infer S> ? S : never }
      : never;

/**
 * A model of what lies between inputs and outputs: branches, layers used in several places, several inputs and outputs.
 * Parameters of layers that are part of another model already are shared with it.
 *
 * @param inputs - from `input`, or what a layer gave: one, or a list
 * @param outputs - one, or a list
 * @param options - `seed` for the initial parameters, `name` inside another model
 * @throws ValueError where the outputs depend on other inputs, an input is idle, or two layers have one name
 * @example
 * const x = input([32, 32, 3]);
 * const y = conv2d({ filters: 3, kernelSize: 3, padding: 'same' })(x);
 * const residual = model(x, add()([x, y]));
 * const features = model(trained.inputs[0], trained.getLayer('flatten').output);
 */
export function model<
  const I extends Symbolic | readonly Symbolic[],
  const O extends Symbolic | readonly Symbolic[],
>(inputs: I, outputs: O, options: ModelOptions = {}): Model<ShapesOf<I>, ShapesOf<O>> {
  return graphModel('model', inputs, outputs, options) as unknown as Model<ShapesOf<I>, ShapesOf<O>>;
}

/** Makes the model that `model` and `sequential` promise; `optionNames` are those besides {@link ModelOptions}. */
export function graphModel(
  op: 'model' | 'sequential',
  inputs: Symbolic | readonly Symbolic[],
  outputs: Symbolic | readonly Symbolic[],
  options: ModelOptions,
  optionNames?: readonly string[],
): GraphModel {
  const rng = new Rng(options.seed ?? 0).split('parameters');
  return new GraphModel(op, inputs, outputs, rng, options, optionNames);
}
