import type { TensorSpec } from '../../kernel.js';
import type { Shape } from '../../shape.js';
import type { Fail, PairAt, Unranked, Windowed } from '../../types/shapes.js';
import type { Padding } from '../../window-axes.js';
import { type Pair, pairOf, type WindowGeometry, windowGeometry } from '../../window-geometry.js';
import { checkOptions } from './check-options.js';

/** Options of a pooling op. */
export interface PoolOptions<S extends Pair = Pair, P extends Padding = Padding> {
  /** Step of the window. Default: the window's size. */
  readonly strides?: S;
  /** Default 'valid'. Padded cells count neither for the maximum nor for the average. */
  readonly padding?: P;
}

/** Options of a pooling op along one axis. */
export interface Pool1dOptions<S extends number = number, P extends Padding = Padding> {
  /** Step of the window. Default: the window's size. */
  readonly strides?: S;
  /** Default 'valid'. Padded cells count neither for the maximum nor for the average. */
  readonly padding?: P;
}

/** Attributes of the pooling kernels. */
export type PoolAttrs = {
  readonly filterSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode: undefined;
};

/** Shape of a pooling op's result, where the compiler can work it out. */
export type Pool2d<A extends Shape, K extends Pair, S extends Pair, P extends Padding> =
  Unranked<A> extends true
    ? readonly [number, number, number, number]
    : A extends readonly [
          infer N extends number,
          infer H extends number,
          infer W extends number,
          infer C extends number,
        ]
      ? readonly [
          N,
          Windowed<H, PairAt<K, 0>, PairAt<S, 0>, P>,
          Windowed<W, PairAt<K, 1>, PairAt<S, 1>, P>,
          C,
        ]
      : Fail<'[batch, height, width, channels]'>;

/** Shape of a pooling op's result along one axis, where the compiler can work it out. */
export type Pool1d<A extends Shape, K extends number, S extends number, P extends Padding> =
  Unranked<A> extends true
    ? readonly [number, number, number]
    : A extends readonly [infer N extends number, infer W extends number, infer C extends number]
      ? readonly [N, Windowed<W, K, S, P>, C]
      : Fail<'[batch, width, channels]'>;

/** Options as kernel attributes. */
export function poolAttrs(op: string, windowSize: Pair, options: PoolOptions): PoolAttrs {
  const { strides = windowSize, padding = 'valid' } = checkOptions(op, options, ['strides', 'padding']);
  return {
    filterSize: pairOf(op, 'windowSize', windowSize),
    strides: pairOf(op, 'strides', strides),
    pad: padding,
    dimRoundingMode: undefined,
  };
}

/** The window's path over an image batch. */
export function poolGeometry(
  op: string,
  input: Shape,
  { filterSize, strides, pad }: PoolAttrs,
): WindowGeometry {
  return windowGeometry(op, input, { window: filterSize, strides, dilations: 1, pad });
}

/** What a pooling kernel puts out for `x`. */
export function poolOutput(op: string, x: TensorSpec, attrs: PoolAttrs): TensorSpec {
  const { batchSize, outHeight, outWidth, inChannels } = poolGeometry(op, x.shape, attrs);
  return { shape: [batchSize, outHeight, outWidth, inChannels], dtype: x.dtype };
}

/** Calls `visit` for every window and channel with the flat indices of the image cells inside the window. */
export function forEachWindow(
  g: WindowGeometry,
  visit: (outIndex: number, cells: readonly number[]) => void,
): void {
  for (let b = 0; b < g.batchSize; b++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      const rows = inside(oy * g.strideHeight - g.padTop, g.windowHeight, g.inHeight);
      for (let ox = 0; ox < g.outWidth; ox++) {
        const columns = inside(ox * g.strideWidth - g.padLeft, g.windowWidth, g.inWidth);
        for (let c = 0; c < g.inChannels; c++) {
          const cells = rows.flatMap((y) =>
            columns.map((x) => ((b * g.inHeight + y) * g.inWidth + x) * g.inChannels + c),
          );
          visit(((b * g.outHeight + oy) * g.outWidth + ox) * g.inChannels + c, cells);
        }
      }
    }
  }
}

function inside(start: number, length: number, size: number): number[] {
  const from = Math.max(0, start);
  const to = Math.min(size, start + length);
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
