import { checkShape, type Rng, type Shape, type Tensor, ValueError, Variable } from '@descent/core';
import { type Initializer, type InitializerName, initializerOf } from './initializers/initializer.js';
import type { ShapeFunction } from './shape-function.js';

declare const shapeFunction: unique symbol;

/** What a layer is told at each call. */
export interface CallContext {
  /** True while training: dropout drops only then. */
  readonly training: boolean;
  /** Source of random numbers; needed by layers that draw some while training. */
  readonly rng?: Rng | undefined;
}

/** How a parameter starts and is treated. */
export interface ParameterOptions {
  readonly initializer: Initializer | InitializerName;
  /** Default true. */
  readonly trainable?: boolean;
}

/** What `build` gets to make a layer's parameters with. */
export interface BuildContext {
  /** Makes a parameter of the layer. */
  parameter(name: string, shape: Shape, options: ParameterOptions): Variable;
}

/** A layer that knows its input shape. */
export interface BuiltLayer {
  /** Shape of the result, without the batch axis. */
  readonly outputShape: Shape;
  /** Computes the result for a batch: [batch, ...inputShape] to [batch, ...outputShape]. */
  call(x: Tensor, context: CallContext): Tensor;
}

/** Plain data that a layer can be made from again. */
export type LayerConfig = Readonly<Record<string, unknown>>;

/** What the author of a layer writes. */
export interface LayerDefinition {
  /** Kind of layer, as in code: `dense`. */
  readonly kind: string;
  /** What tells this layer from others of its kind in messages: `128` gives `dense(128)`. */
  readonly label?: string;
  readonly config: LayerConfig;
  /**
   * Makes the parameters and says how to compute.
   * @throws ShapeError when the layer cannot follow
   */
  build(inputShape: Shape, context: BuildContext): BuiltLayer;
}

/** Any layer, whatever its shape rule. */
export interface AnyLayer {
  readonly [shapeFunction]: ShapeFunction;
  /** Kind of layer, as in code: `dense`. */
  readonly kind: string;
  /** As it appears in messages: `dense(128)`. */
  readonly label: string;
  /** Name inside its model: `dense`, `dense_1`, …; the kind before it is built. */
  readonly name: string;
  readonly config: LayerConfig;
  /** Shapes without the batch axis; undefined before the layer is built. */
  readonly inputShape: Shape | undefined;
  readonly outputShape: Shape | undefined;
  /** Empty before the layer is built. */
  readonly parameters: readonly Variable[];
  /** Makes the parameters for an input shape. A layer is built once; a model does it. */
  build(inputShape: Shape, options: { readonly name: string; readonly rng: Rng }): void;
  /** Computes the result for a batch. */
  call(x: Tensor, context: CallContext): Tensor;
}

/** A layer with its shape rule in the type. */
export interface Layer<F extends ShapeFunction = ShapeFunction> extends AnyLayer {
  readonly [shapeFunction]: F;
}

/** The shape rule of a layer. */
export type ShapeFunctionOf<L> = L extends { readonly [shapeFunction]: infer F extends ShapeFunction }
  ? F
  : ShapeFunction;

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
  return new DefinedLayer(definition) as unknown as Layer<F>;
}

class DefinedLayer {
  readonly kind: string;
  readonly label: string;
  readonly config: LayerConfig;
  readonly #definition: LayerDefinition;
  #name: string;
  #inputShape: Shape | undefined;
  #built: BuiltLayer | undefined;
  #parameters: Variable[] = [];

  constructor(definition: LayerDefinition) {
    this.#definition = definition;
    this.kind = definition.kind;
    this.label = `${definition.kind}(${definition.label ?? ''})`;
    this.config = definition.config;
    this.#name = definition.kind;
  }

  get name(): string {
    return this.#name;
  }

  get inputShape(): Shape | undefined {
    return this.#inputShape;
  }

  get outputShape(): Shape | undefined {
    return this.#built?.outputShape;
  }

  get parameters(): readonly Variable[] {
    return this.#parameters;
  }

  build(inputShape: Shape, { name, rng }: { readonly name: string; readonly rng: Rng }): void {
    if (this.#built) {
      throw new ValueError(`${this.label} is part of a model already`, {
        fix: `make another one: ${this.kind}(…)`,
      });
    }
    const parameters: Variable[] = [];
    const { label } = this;
    const built = this.#definition.build(inputShape, {
      parameter(own, shape, { initializer, trainable = true }) {
        checkShape(`${label}: ${own}`, shape);
        const values = initializerOf(initializer)(shape, rng.split(`${name}/${own}`));
        const made = new Variable({ shape, values }, { name: `${name}/${own}`, trainable });
        parameters.push(made);
        return made;
      },
    });
    this.#name = name;
    this.#inputShape = inputShape;
    this.#parameters = parameters;
    this.#built = built;
  }

  call(x: Tensor, context: CallContext): Tensor {
    if (!this.#built) {
      throw new ValueError(`${this.label} was called before it was built`, {
        fix: 'put it into a model: sequential({ input: […] }, …)',
      });
    }
    return this.#built.call(x, context);
  }
}
