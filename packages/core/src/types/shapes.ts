import type { Shape } from '../shape.js';
import type { Add, CeilDivide, ExactDivide, FloorDivide, Multiply, Product, Subtract } from './arithmetic.js';

declare const failKey: unique symbol;

/** A shape that cannot be; `Expected` ends the sentence "expects …". Only a type, never a value. */
export interface Fail<Expected extends string> {
  readonly [failKey]: Expected;
}

/** `R` when it is a shape, any shape after a failure: one error, no cascade. */
export type Ok<R> = R extends Shape ? R : Shape;

/** The parameter's type: `T`, or the sentence that says why the call cannot work. */
export type Checked<R, Got, Name extends string, T> = [R] extends [Fail<infer E>]
  ? `${Name} expects ${E}, got ${Show<Got>}`
  : T;

/** True when the rank is unknown to the compiler. */
export type Unranked<S extends Shape> = number extends S['length'] ? true : false;

/** A shape as text for messages: `[?, 28, 1]`; of a list all of them: `[3], [4]`. */
export type Show<S> = S extends Shape
  ? number extends S['length']
    ? '[...]'
    : `[${ShowSizes<S>}]`
  : S extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
    ? Rest extends readonly []
      ? Show<First>
      : `${Show<First>}, ${Show<Rest>}`
    : 'unknown';
type ShowSizes<S extends Shape, R extends string = ''> = S extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? ShowSizes<T, R extends '' ? ShowSize<H> : `${R}, ${ShowSize<H>}`>
  : R;
type ShowSize<N extends number> = number extends N ? '?' : `${N}`;

type SomeSizes<S extends Shape> = { readonly [K in keyof S]: number };

/** True unless two sizes are known and differ. */
type SameSize<A extends number, B extends number> = number extends A
  ? true
  : number extends B
    ? true
    : A extends B
      ? true
      : B extends A
        ? true
        : false;

/** True unless the shapes are known to differ. */
export type SameShape<A extends Shape, B extends Shape> =
  Unranked<A> extends true
    ? true
    : Unranked<B> extends true
      ? true
      : A['length'] extends B['length']
        ? false extends {
            [K in keyof A]: K extends keyof B ? SameSize<A[K] & number, B[K] & number> : true;
          }[number]
          ? false
          : true
        : false;

type BroadcastSize<A extends number, B extends number> = number extends A
  ? number extends B
    ? number
    : B extends 1
      ? number
      : B
  : number extends B
    ? A extends 1
      ? number
      : A
    : A extends B
      ? A
      : A extends 1
        ? B
        : B extends 1
          ? A
          : never;
type BroadcastSizes<A extends Shape, B extends Shape, R extends Shape = readonly []> = A extends readonly [
  ...infer AR extends Shape,
  infer a extends number,
]
  ? B extends readonly [...infer BR extends Shape, infer b extends number]
    ? BroadcastSize<a, b> extends infer d extends number
      ? [d] extends [never]
        ? 'no'
        : BroadcastSizes<AR, BR, readonly [d, ...R]>
      : never
    : readonly [...A, ...R]
  : readonly [...B, ...R];

/** Shape of an elementwise op: aligned at the end, size 1 stretches. */
export type Broadcast<A extends Shape, B extends Shape> =
  Unranked<A> extends true
    ? Shape
    : Unranked<B> extends true
      ? Shape
      : BroadcastSizes<A, B> extends infer R
        ? R extends Shape
          ? R
          : Fail<`a shape that broadcasts with ${Show<A>}`>
        : never;

/** An axis in [0, rank); negative ones count from the end; `never` when outside. */
type ResolveAxis<S extends Shape, A extends number> = number extends A
  ? number
  : `${A}` extends `-${infer P extends number}`
    ? Subtract<S['length'], P>
    : `${A}` extends keyof S
      ? A
      : never;
type ResolveAxes<S extends Shape, A> = A extends readonly number[]
  ? { [K in keyof A]: ResolveAxis<S, A[K] & number> }[number]
  : A extends number
    ? ResolveAxis<S, A>
    : never;
type HasBadAxis<S extends Shape, A> = A extends readonly number[]
  ? true extends { [K in keyof A]: [ResolveAxis<S, A[K] & number>] extends [never] ? true : false }[number]
    ? true
    : false
  : A extends number
    ? [ResolveAxis<S, A>] extends [never]
      ? true
      : false
    : false;
type DropAxes<
  S extends Shape,
  Ax extends number,
  Keep extends boolean,
  I extends unknown[] = [],
  R extends Shape = readonly [],
> = S extends readonly [infer H extends number, ...infer T extends Shape]
  ? DropAxes<
      T,
      Ax,
      Keep,
      [...I, 0],
      I['length'] extends Ax ? (Keep extends true ? readonly [...R, 1] : R) : readonly [...R, H]
    >
  : R;

/** Shape after a reduction over `A` (undefined: all axes). */
export type Reduce<S extends Shape, A, Keep extends boolean> =
  Unranked<S> extends true
    ? A extends undefined
      ? Keep extends false
        ? readonly []
        : Shape
      : Shape
    : boolean extends Keep
      ? Shape
      : A extends undefined
        ? Keep extends true
          ? { readonly [K in keyof S]: 1 }
          : readonly []
        : HasBadAxis<S, A> extends true
          ? Fail<`an axis inside ${Show<S>}`>
          : number extends ResolveAxes<S, A>
            ? Keep extends true
              ? SomeSizes<S>
              : A extends number
                ? S extends readonly [unknown, ...infer T extends Shape]
                  ? SomeSizes<T>
                  : Shape
                : Shape
            : DropAxes<S, ResolveAxes<S, A>, Keep>;

type Reversed<S extends Shape, R extends Shape = readonly []> = S extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? Reversed<T, readonly [H, ...R]>
  : R;
type Indices<S extends Shape> = keyof S & `${number}` extends infer K
  ? K extends `${infer N extends number}`
    ? N
    : never
  : never;

/** Shape after a permutation of the axes (undefined: reversed). */
export type Transpose<S extends Shape, P extends Shape | undefined> =
  Unranked<S> extends true
    ? Shape
    : P extends Shape
      ? Unranked<P> extends true
        ? SomeSizes<S>
        : number extends P[number]
          ? SomeSizes<S>
          : P['length'] extends S['length']
            ? [Indices<S>] extends [P[number]]
              ? { readonly [K in keyof P]: S[P[K] & number] }
              : Fail<`a permutation of the axes of ${Show<S>}`>
            : Fail<`a permutation of the axes of ${Show<S>}`>
      : Reversed<S>;

/** Shape of a batched matrix product, optionally with the last two axes of an operand exchanged. */
export type MatMul<A extends Shape, B extends Shape> =
  Unranked<A> extends true
    ? Shape
    : Unranked<B> extends true
      ? Shape
      : A extends readonly [...infer BatchA extends Shape, infer m extends number, infer k extends number]
        ? B extends readonly [...infer BatchB extends Shape, infer k2 extends number, infer n extends number]
          ? SameSize<k, k2> extends true
            ? Broadcast<BatchA, BatchB> extends infer Batch
              ? Batch extends Shape
                ? readonly [...Batch, m, n]
                : Batch
              : never
            : Fail<`${ShowSize<k>} rows to match ${Show<A>}`>
          : Fail<'at least 2 axes'>
        : Fail<'at least 2 axes on the left'>;

/** The last size replaced. */
export type LastSize<S extends Shape, N extends number> = S extends readonly [
  ...infer Batch extends Shape,
  number,
]
  ? readonly [...Batch, N]
  : Shape;

/** The last two sizes exchanged when `T` is true. */
export type SwapLast<S extends Shape, T> = T extends true
  ? S extends readonly [...infer Batch extends Shape, infer m extends number, infer n extends number]
    ? readonly [...Batch, n, m]
    : S
  : T extends false | undefined
    ? S
    : Shape;

type ConcatTwo<
  A extends Shape,
  B extends Shape,
  Ax extends number,
  I extends unknown[] = [],
  R extends Shape = readonly [],
> = A extends readonly [infer a extends number, ...infer AR extends Shape]
  ? B extends readonly [infer b extends number, ...infer BR extends Shape]
    ? I['length'] extends Ax
      ? ConcatTwo<AR, BR, Ax, [...I, 0], readonly [...R, Add<a, b>]>
      : SameSize<a, b> extends true
        ? ConcatTwo<AR, BR, Ax, [...I, 0], readonly [...R, number extends a ? b : a]>
        : 'no'
    : 'no'
  : B extends readonly []
    ? R
    : 'no';
type ConcatAll<A extends Shape, L extends readonly Shape[], Ax extends number> = L extends readonly [
  infer B extends Shape,
  ...infer R extends readonly Shape[],
]
  ? ConcatTwo<A, B, Ax> extends infer C
    ? C extends Shape
      ? ConcatAll<C, R, Ax>
      : Fail<`${Show<A>} except along axis ${Ax}`>
    : never
  : A;

/** Shape of tensors joined along an axis. */
export type Concat<L extends readonly Shape[], Ax extends number> = number extends L['length']
  ? Shape
  : L extends readonly [infer A extends Shape, ...infer R extends readonly Shape[]]
    ? true extends Unranked<L[number]>
      ? Shape
      : [ResolveAxis<A, Ax>] extends [never]
        ? Fail<`an axis inside ${Show<A>}`>
        : number extends Ax
          ? SomeSizes<A>
          : ConcatAll<A, R, ResolveAxis<A, Ax>>
    : Shape;

type ProductButFree<T extends Shape, P extends number = 1> = T extends readonly [
  infer H extends number,
  ...infer R extends Shape,
]
  ? ProductButFree<R, H extends -1 ? P : Multiply<P, H>>
  : P;
type FillFree<T extends Shape, V extends number> = { readonly [K in keyof T]: T[K] extends -1 ? V : T[K] };

/** The target of a reshape with its −1 worked out. */
export type Reshape<S extends Shape, T extends Shape> =
  Unranked<T> extends true
    ? Shape
    : -1 extends T[number]
      ? number extends T[number]
        ? { readonly [K in keyof T]: T[K] extends -1 ? number : T[K] }
        : [ExactDivide<Product<S>, ProductButFree<T>>] extends [never]
          ? Fail<`a multiple of ${ProductButFree<T>} values for ${Show<T>}`>
          : FillFree<T, ExactDivide<Product<S>, ProductButFree<T>>>
      : SameSize<Product<S>, Product<T>> extends true
        ? T
        : Fail<`${Product<T>} values for ${Show<T>}`>;

/** Padding of one axis as the types know it. */
export type PaddingType = 'same' | 'valid' | number | readonly unknown[];

/** Size of an axis after a window: N cells, window K, stride S, dilation D; `never` when it does not fit. */
export type Windowed<
  N extends number,
  K extends number,
  S extends number,
  P extends PaddingType,
  D extends number = 1,
> = number extends N
  ? number
  : P extends 'same'
    ? CeilDivide<N, S>
    : number extends K | S | D
      ? number
      : P extends 'valid'
        ? ValidWindow<N, Span<K, D>, S>
        : P extends number
          ? number extends P
            ? number
            : ValidWindow<Add<N, Multiply<2, P>>, Span<K, D>, S>
          : number;
type Span<K extends number, D extends number> = D extends 1 ? K : Add<Multiply<Subtract<K, 1>, D>, 1>;
type ValidWindow<N extends number, K extends number, S extends number> = [Subtract<N, K>] extends [never]
  ? never
  : S extends 1
    ? Add<Subtract<N, K>, 1>
    : Add<FloorDivide<Subtract<N, K>, S>, 1>;

/** One size for both axes, or [height, width], by index. */
export type PairAt<V, I extends 0 | 1> = V extends readonly [number, number]
  ? V[I]
  : V extends number
    ? V
    : number;

/** One size for all three axes, or [depth, height, width], by index. */
export type TripleAt<V, I extends 0 | 1 | 2> = V extends readonly [number, number, number]
  ? V[I]
  : V extends number
    ? V
    : number;
