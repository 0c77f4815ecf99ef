import type { DigitHalf, DigitProduct, DigitSum, NextDigit, NinesComplement } from './digit-tables.js';

// Exact arithmetic on whole-number literals, digit by digit, so that shapes can be computed by the compiler.
// Digits run from the units up ("6313" is 3136) unless a name says BigEndian. `number` in gives `number` out;
// `never` is the only failure.

type Carry = '0' | '1';

type Reverse<S extends string, R extends string = ''> = S extends `${infer H}${infer T}`
  ? Reverse<T, `${H}${R}`>
  : R;
type TrimZeros<S extends string> = S extends `0${infer R}`
  ? R extends ''
    ? '0'
    : TrimZeros<R>
  : S extends ''
    ? '0'
    : S;
type Digits<N extends number> = Reverse<`${N}`>;
type FromBigEndian<S extends string> = TrimZeros<S> extends `${infer N extends number}` ? N : number;
type FromDigits<S extends string> = FromBigEndian<Reverse<S>>;

/** Tables have numeric keys; digits are strings. */
type Look<Table, A, B> = A extends `${infer a extends number & keyof Table}`
  ? B extends `${infer b extends number & keyof Table[a]}`
    ? Table[a][b]
    : never
  : never;
type Look1<Table, A> = A extends `${infer a extends number & keyof Table}` ? Table[a] : never;
type SumTable<C extends Carry> = C extends '0' ? DigitSum[0] : DigitSum[1];

/** A + B + carry. */
type AddDigits<
  A extends string,
  B extends string,
  C extends Carry = '0',
  R extends string = '',
> = A extends `${infer a}${infer AR}`
  ? B extends `${infer b}${infer BR}`
    ? Look<SumTable<C>, a, b> extends `${infer d}${infer c extends Carry}`
      ? AddDigits<AR, BR, c, `${R}${d}`>
      : never
    : C extends '0'
      ? `${R}${A}`
      : Look<SumTable<'1'>, a, '0'> extends `${infer d}${infer c extends Carry}`
        ? AddDigits<AR, '', c, `${R}${d}`>
        : never
  : B extends ''
    ? C extends '0'
      ? R
      : `${R}1`
    : AddDigits<B, '', C, R>;

/** A − B as A + nines' complement of B + 1; 'negative' when B is larger. */
type SubtractDigits<
  A extends string,
  B extends string,
  C extends Carry = '1',
  R extends string = '',
> = A extends `${infer a}${infer AR}`
  ? B extends `${infer b}${infer BR}`
    ? Look<SumTable<C>, a, Look1<NinesComplement, b>> extends `${infer d}${infer c extends Carry}`
      ? SubtractDigits<AR, BR, c, `${R}${d}`>
      : never
    : C extends '1'
      ? `${R}${A}`
      : Look<SumTable<'0'>, a, '9'> extends `${infer d}${infer c extends Carry}`
        ? SubtractDigits<AR, '', c, `${R}${d}`>
        : never
  : B extends ''
    ? C extends '1'
      ? R
      : 'negative'
    : 'negative';

/** A × one digit + carry. */
type TimesDigit<
  A extends string,
  D extends string,
  C extends string = '0',
  R extends string = '',
> = A extends `${infer a}${infer AR}`
  ? Look<DigitProduct, a, D> extends `${infer u}${infer t}`
    ? Look<SumTable<'0'>, u, C> extends `${infer v}${infer k}`
      ? TimesDigit<AR, D, k extends '1' ? Look1<NextDigit, t> : t, `${R}${v}`>
      : never
    : never
  : C extends '0'
    ? R
    : `${R}${C}`;

type MultiplyDigits<
  A extends string,
  B extends string,
  Shift extends string = '',
  R extends string = '',
> = B extends `${infer b}${infer BR}`
  ? MultiplyDigits<
      A,
      BR,
      `${Shift}0`,
      b extends '0'
        ? R
        : b extends '1'
          ? AddDigits<`${Shift}${A}`, R>
          : AddDigits<`${Shift}${TimesDigit<A, b>}`, R>
    >
  : R;

type HalfBigEndian<
  A extends string,
  C extends Carry = '0',
  R extends string = '',
> = A extends `${infer a}${infer AR}`
  ? Look1<C extends '0' ? DigitHalf[0] : DigitHalf[1], a> extends `${infer q}${infer c extends Carry}`
    ? HalfBigEndian<AR, c, `${R}${q}`>
    : never
  : R;

/** Long division of big-endian A: [quotient, big-endian; remainder]. */
type DivideDigits<
  A extends string,
  B extends string,
  Rem extends string = '',
  Q extends string = '',
> = A extends `${infer a}${infer AR}`
  ? QuotientDigit<`${a}${Rem}`, B> extends [infer q extends string, infer r extends string]
    ? DivideDigits<AR, B, r, `${Q}${q}`>
    : never
  : [Q, Rem];
type QuotientDigit<R extends string, B extends string, Q extends string = '0'> =
  SubtractDigits<R, B> extends infer X extends string
    ? X extends 'negative'
      ? [Q, R]
      : QuotientDigit<X, B, Look1<NextDigit, Q> & string>
    : never;

/** A + B. */
export type Add<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : A extends 0
      ? B
      : B extends 0
        ? A
        : FromDigits<AddDigits<Digits<A>, Digits<B>>>;

/** A − B; `never` when negative. */
export type Subtract<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : B extends 0
      ? A
      : SubtractDigits<Digits<A>, Digits<B>> extends infer X extends string
        ? X extends 'negative'
          ? never
          : FromDigits<X>
        : number;

/** A × B; 0 × number is 0. */
export type Multiply<A extends number, B extends number> = A extends 0
  ? 0
  : B extends 0
    ? 0
    : number extends A
      ? number
      : number extends B
        ? number
        : A extends 1
          ? B
          : B extends 1
            ? A
            : FromDigits<MultiplyDigits<Digits<A>, Digits<B>>>;

/** ⌊A / B⌋. */
export type FloorDivide<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : B extends 0
      ? number
      : B extends 1
        ? A
        : B extends 2
          ? FromBigEndian<HalfBigEndian<`${A}`>>
          : DivideDigits<`${A}`, Digits<B>> extends [infer Q extends string, string]
            ? FromBigEndian<Q>
            : number;

/** ⌈A / B⌉. */
export type CeilDivide<A extends number, B extends number> = B extends 1
  ? A
  : number extends B
    ? number
    : FloorDivide<Add<A, Subtract<B, 1>>, B>;

/** A / B where it is exact; `never` where a remainder is left. */
export type ExactDivide<A extends number, B extends number> = number extends A
  ? number
  : number extends B
    ? number
    : B extends 1
      ? A
      : B extends 0
        ? never
        : DivideDigits<`${A}`, Digits<B>> extends [infer Q extends string, infer R extends string]
          ? FromDigits<R> extends 0
            ? FromBigEndian<Q>
            : never
          : number;

/** Product of a shape's sizes. */
export type Product<S extends readonly number[], P extends number = 1> = S extends readonly [
  infer H extends number,
  ...infer R extends readonly number[],
]
  ? Product<R, Multiply<P, H>>
  : S extends readonly []
    ? P
    : number;
