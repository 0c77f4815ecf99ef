import {
  compile,
  DtypeError,
  describeValue,
  disposeSymbol,
  locating,
  type Rng,
  type SameShape,
  type Shape,
  ShapeError,
  type Show,
  scope,
  showShape,
  sizeOf,
  Tensor,
  ValueError,
  type Variable,
} from '@descent/core';
import type { AnyLayer, CallContext } from './layer.js';
import { summarize } from './summary.js';

/** The argument of `predict`: a tensor, or the sentence that says why it does not fit. */
export type PredictInput<S extends Shape, I extends Shape> =
  SameShape<S, readonly [number, ...I]> extends false
    ? `predict expects ${Show<readonly [number, ...I]>}, got ${Show<S>}`
    : Tensor<S>;

/** A stack of built layers. `I` and `O` are its shapes without the batch axis. */
export interface Model<I extends Shape = Shape, O extends Shape = Shape> {
  /** Shape of one example. */
  readonly inputShape: I;
  /** Shape of one result. */
  readonly outputShape: O;
  readonly layers: readonly AnyLayer[];
  /** All parameters, in the order of the layers. */
  readonly parameters: readonly Variable[];
  /** How many numbers the parameters hold. */
  readonly parameterCount: number;
  /** The parameters that training may change. */
  readonly trainableParameters: readonly Variable[];
  /** A layer by its name, such as `dense_1`. Throws ValueError naming those there are. */
  getLayer(name: string): AnyLayer;
  /**
   * Computes the results for a batch; what `fit` differentiates.
   * @throws ShapeError naming the layer
   */
  call(x: Tensor, context?: Partial<CallContext>): Tensor;
  /** The results for a batch [batch, ...inputShape], without training effects; compiled. */
  predict<S extends Shape>(x: PredictInput<S, I>): Tensor<readonly [number, ...O]>;
  /** Keras' table: layers, output shapes, parameter counts. */
  summary(): string;
  /** Frees parameters and plans. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** Gives each layer a name that its model knows once: `dense`, `dense_1`, … */
function uniqueNames(layers: readonly AnyLayer[]): string[] {
  const seen = new Map<string, number>();
  return layers.map(({ kind }) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  });
}

/** Builds layers one after another and makes the model of them. */
export function modelOf<I extends Shape, O extends Shape>(
  op: string,
  inputShape: Shape,
  layers: readonly AnyLayer[],
  rng: Rng,
): Model<I, O> {
  const names = uniqueNames(layers);
  let shape = inputShape;
  layers.forEach((layer, i) => {
    locating(`${op}: ${placeOf(layer, i)}`, () => layer.build(shape, { name: names[i] as string, rng }));
    shape = layer.outputShape as Shape;
  });
  return new StackedModel(inputShape, shape, layers) as unknown as Model<I, O>;
}

/**
 * `layers[2] dense(128)`.
 * @example model.layers.map(placeOf) // ['layers[0] conv2d(32, 3×3)', 'layers[1] maxPool2d(2×2)', …]
 */
export function placeOf(layer: AnyLayer, index: number): string {
  return `layers[${index}] ${layer.label}`;
}

class StackedModel {
  readonly parameters: readonly Variable[];
  readonly #predict = compile((x: Tensor) => this.call(x));

  constructor(
    readonly inputShape: Shape,
    readonly outputShape: Shape,
    readonly layers: readonly AnyLayer[],
  ) {
    this.parameters = layers.flatMap((layer) => layer.parameters);
  }

  get parameterCount(): number {
    return this.parameters.reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  get trainableParameters(): readonly Variable[] {
    return this.parameters.filter((parameter) => parameter.trainable);
  }

  getLayer(name: string): AnyLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    throw new ValueError(`getLayer: no layer is called ${describeValue(name)}`, {
      fix: `use one of ${this.layers.map((layer) => layer.name).join(', ')}`,
    });
  }

  call(x: Tensor, { training = false, rng }: Partial<CallContext> = {}): Tensor {
    this.#check('model', x);
    return scope(() => {
      let value = x;
      this.layers.forEach((layer, i) => {
        value = locating(placeOf(layer, i), () => layer.call(value, { training, rng }));
      });
      return value;
    });
  }

  predict(x: Tensor): Tensor {
    this.#check('predict', x);
    return this.#predict(x);
  }

  summary(): string {
    return summarize(this.layers, this.parameters);
  }

  dispose(): void {
    this.#predict.dispose();
    for (const parameter of this.parameters) parameter.dispose();
  }

  [disposeSymbol](): void {
    this.dispose();
  }

  #check(op: string, x: unknown): void {
    if (!(x instanceof Tensor)) {
      throw new DtypeError(`${op}: expects a tensor, got ${describeValue(x)}`, {
        fix: 'wrap it: tensor(…)',
      });
    }
    const fits =
      x.rank === this.inputShape.length + 1 && this.inputShape.every((n, i) => n === x.shape[i + 1]);
    if (fits) return;
    const expected = `[batch${this.inputShape.map((n) => `, ${n}`).join('')}]`;
    const isOne = x.rank === this.inputShape.length && this.inputShape.every((n, i) => n === x.shape[i]);
    throw new ShapeError(`${op}: expects ${expected}, got ${showShape(x.shape)}`, {
      ...(isOne && { fix: `a batch of one: x.reshape([1${this.inputShape.map((n) => `, ${n}`).join('')}])` }),
    });
  }
}
