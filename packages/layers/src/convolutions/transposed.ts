import {
  type Add,
  type AxisCount,
  checkBooleans,
  checkWhole,
  type Fail,
  type FloorDivide,
  type Multiply,
  type TransposedOptions as OpOptions,
  type Pair,
  type PairAt,
  type Subtract,
  sizesOf,
  type Tensor,
  type Triple,
  type TripleAt,
  transposedShape,
  ValueError,
} from '@descent/core';
import { type Activation, activationOf } from '../activations/activation-function.js';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import { checkSpatial, type Sizes } from '../spatial-shape.js';
import {
  type BiasOptions,
  biasOptionNames,
  biasParameter,
  type KernelOptions,
  kernelOptionNames,
  kernelParameter,
} from '../weight-options.js';

/** Padding of the convolution that is transposed. */
export type TransposedPadding = 'valid' | 'same';

/** Options of a transposed convolution along any number of axes. */
export interface TransposedOptions<
  F extends number,
  K extends Sizes,
  S extends Sizes,
  P extends TransposedPadding,
  E extends Sizes | undefined,
> extends LayerOptions,
    KernelOptions,
    BiasOptions {
  /** Number of filters: the channels of the result. */
  readonly filters: F;
  /** Size of the filters: one number, or one per axis. */
  readonly kernelSize: K;
  /** How far apart the cells come to lie. Default 1. */
  readonly strides?: S;
  /** Default 'valid'. */
  readonly padding?: P;
  /** Cells added to the end of the smallest possible result, below strides. Default: what `padding` says. */
  readonly outputPadding?: E;
  /** Default 'linear'. */
  readonly activation?: Activation;
}

/** Size of an axis after a transposed convolution. */
type Grown<
  N extends number,
  K extends number,
  S extends number,
  P extends TransposedPadding,
  E extends number | undefined,
> = number extends N
  ? number
  : E extends number
    ? P extends 'same'
      ? Add<Multiply<Subtract<N, 1>, S>, Add<Subtract<K, Multiply<2, FloorDivide<K, 2>>>, E>>
      : Add<Multiply<Subtract<N, 1>, S>, Add<K, E>>
    : P extends 'same'
      ? Multiply<N, S>
      : Add<Multiply<Subtract<N, 1>, S>, Largest<K, S>>;
type Largest<A extends number, B extends number> = [Subtract<A, B>] extends [never] ? B : A;
type PadAt<E, I extends 0 | 1> = E extends Pair ? PairAt<E, I> : undefined;
type PadAt3<E, I extends 0 | 1 | 2> = E extends Triple ? TripleAt<E, I> : undefined;

/** [width, channels] after a transposed convolution. */
export type TransposedLine<
  In,
  F extends number,
  K extends number,
  S extends number,
  P extends TransposedPadding,
  E extends number | undefined,
> = In extends readonly [infer W extends number, number]
  ? readonly [Grown<W, K, S, P, E>, F]
  : Fail<'[width, channels]'>;

/** [height, width, channels] after a transposed convolution. */
export type TransposedImage<
  In,
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends TransposedPadding,
  E extends Pair | undefined,
> = In extends readonly [infer H extends number, infer W extends number, number]
  ? readonly [
      Grown<H, PairAt<K, 0>, PairAt<S, 0>, P, PadAt<E, 0>>,
      Grown<W, PairAt<K, 1>, PairAt<S, 1>, P, PadAt<E, 1>>,
      F,
    ]
  : Fail<'[height, width, channels]'>;

/** [depth, height, width, channels] after a transposed convolution. */
export type TransposedVolume<
  In,
  F extends number,
  K extends Triple,
  S extends Triple,
  P extends TransposedPadding,
  E extends Triple | undefined,
> = In extends readonly [infer D extends number, infer H extends number, infer W extends number, number]
  ? readonly [
      Grown<D, TripleAt<K, 0>, TripleAt<S, 0>, P, PadAt3<E, 0>>,
      Grown<H, TripleAt<K, 1>, TripleAt<S, 1>, P, PadAt3<E, 1>>,
      Grown<W, TripleAt<K, 2>, TripleAt<S, 2>, P, PadAt3<E, 2>>,
      F,
    ]
  : Fail<'[depth, height, width, channels]'>;

/**
 * The layer around a transposed convolution.
 * @throws ValueError for options out of range
 */
export function transposed<Size extends Sizes>(
  kind: string,
  count: AxisCount,
  options: TransposedOptions<number, Sizes, Sizes, TransposedPadding, Sizes | undefined>,
  convolve: (x: Tensor, kernel: Tensor, given: OpOptions<Size>) => Tensor,
): LayerDefinition {
  const { filters, strides = 1, padding = 'valid', outputPadding, activation, useBias = true } = options;
  checkWhole(kind, 'filters', filters);
  checkBooleans(kind, options, 'useBias');
  const window = sizesOf(kind, 'kernelSize', options.kernelSize, count);
  const steps = sizesOf(kind, 'strides', strides, count);
  const extra =
    outputPadding === undefined ? undefined : sizesOf(kind, 'outputPadding', outputPadding, count, 0);
  const tooFar = extra?.findIndex((cells, axis) => cells >= (steps[axis] as number)) ?? -1;
  if (tooFar >= 0) {
    throw new ValueError(
      `${kind}: outputPadding must be smaller than strides, got ${extra?.[tooFar]} and ${steps[tooFar]}`,
    );
  }
  const activate = activationOf(kind, activation);
  const forOp = (sizes: readonly number[]): Size => (count === 1 ? sizes[0] : sizes) as Size;

  /** What the result measures at least, with the cells of `outputPadding`; undefined: what the op takes. */
  const sizesAfter = (inputShape: readonly number[]): readonly number[] | undefined =>
    extra?.map((cells, axis) => {
      const [n, stride, span] = [inputShape[axis], steps[axis], window[axis]] as [number, number, number];
      return (n - 1) * stride + (padding === 'same' ? span % 2 : span) + cells;
    });

  return {
    kind,
    label: `${filters}, ${window.join('×')}`,
    config: { ...options },
    options,
    optionNames: {
      ...{
        filters: true,
        kernelSize: true,
        strides: true,
        padding: true,
        outputPadding: true,
        activation: true,
      },
      ...kernelOptionNames,
      ...biasOptionNames,
    } satisfies OptionNames<TransposedOptions<number, Sizes, Sizes, TransposedPadding, Sizes | undefined>>,
    build(inputShape, { parameter }) {
      checkSpatial(kind, inputShape, count);
      const shape = [...window, filters, inputShape[count] as number];
      const outputSize = sizesAfter(inputShape);
      const given = { strides: steps, padding, ...(outputSize && { outputSize }) };
      const [, ...outputShape] = transposedShape(kind, [1, ...inputShape], shape, given, count);
      const kernel = parameter('kernel', shape, kernelParameter(options));
      const bias = useBias ? parameter('bias', [filters], biasParameter(options)) : undefined;
      const forCall = {
        strides: forOp(steps),
        padding,
        ...(outputSize && { outputSize: forOp(outputSize) }),
      };
      return {
        outputShape,
        call(x) {
          const maps = convolve(x, kernel.value, forCall);
          return activate(bias ? maps.add(bias.value) : maps);
        },
      };
    },
  };
}
