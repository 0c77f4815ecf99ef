import type { Fail, Padding, Pair, PairAt, Shape, Triple, TripleAt, Windowed } from '@descent/core';

/** Sizes with their channels, or a failure when a window `K` does not fit. */
export type Fitting<N extends Shape, C extends number, K> = true extends {
  readonly [I in keyof N]: [N[I]] extends [never] ? true : false;
}[number]
  ? Fail<`at least ${ShowWindow<K, N>}`>
  : readonly [...N, C];
type ShowWindow<K, N extends Shape> = K extends number
  ? N['length'] extends 1
    ? `${K} cells`
    : N['length'] extends 2
      ? `${K} x ${K}`
      : `${K} x ${K} x ${K}`
  : K extends readonly [infer H extends number, infer W extends number]
    ? `${H} x ${W}`
    : K extends readonly [infer D extends number, infer H extends number, infer W extends number]
      ? `${D} x ${H} x ${W}`
      : 'the window';

/** Channels of a shape. */
export type ChannelsOf<In> = In extends readonly [...Shape, infer C extends number] ? C : number;

/** Padding of a window along a line: 'causal' looks only backwards, and gives as many cells as 'same'. */
export type LinePadding = Padding | 'causal';
type Noncausal<P extends LinePadding> = P extends Padding ? P : 'same';

/** [width, channels] after a window. */
export type WindowedLine<
  In,
  C extends number,
  K extends number,
  S extends number,
  P extends LinePadding,
  D extends number = 1,
> = In extends readonly [infer W extends number, number]
  ? Fitting<readonly [Windowed<W, K, S, Noncausal<P>, D>], C, K>
  : Fail<'[width, channels]'>;

/** [height, width, channels] after a window. */
export type WindowedImage<
  In,
  C extends number,
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair = 1,
> = In extends readonly [infer H extends number, infer W extends number, number]
  ? Fitting<
      readonly [
        Windowed<H, PairAt<K, 0>, PairAt<S, 0>, P, PairAt<D, 0>>,
        Windowed<W, PairAt<K, 1>, PairAt<S, 1>, P, PairAt<D, 1>>,
      ],
      C,
      K
    >
  : Fail<'[height, width, channels]'>;

/** [depth, height, width, channels] after a window. */
export type WindowedVolume<
  In,
  C extends number,
  K extends Triple,
  S extends Triple,
  P extends Padding,
  D extends Triple = 1,
> = In extends readonly [infer A extends number, infer H extends number, infer W extends number, number]
  ? Fitting<
      readonly [
        Windowed<A, TripleAt<K, 0>, TripleAt<S, 0>, P, TripleAt<D, 0>>,
        Windowed<H, TripleAt<K, 1>, TripleAt<S, 1>, P, TripleAt<D, 1>>,
        Windowed<W, TripleAt<K, 2>, TripleAt<S, 2>, P, TripleAt<D, 2>>,
      ],
      C,
      K
    >
  : Fail<'[depth, height, width, channels]'>;
