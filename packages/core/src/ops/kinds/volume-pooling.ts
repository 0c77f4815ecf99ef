import type { TensorSpec } from '../../kernel.js';
import type { Shape } from '../../shape.js';
import type { Fail, TripleAt, Unranked, Windowed } from '../../types/shapes.js';
import { type Triple, tripleOf, type VolumeGeometry, volumeGeometry } from '../../volume-geometry.js';
import type { Padding, WindowAxis } from '../../window-axes.js';
import { checkOptions } from './check-options.js';

/** Options of a pooling op over volumes. */
export interface Pool3dOptions<S extends Triple = Triple, P extends Padding = Padding> {
  /** Step of the window. Default: the window's size. */
  readonly strides?: S;
  /** Default 'valid'. Padded cells count neither for the maximum nor for the average. */
  readonly padding?: P;
}

/** Attributes of the pooling kernels over volumes. */
export type Pool3dAttrs = {
  readonly filterSize: readonly [number, number, number];
  readonly strides: readonly [number, number, number];
  readonly pad: Padding;
  readonly dataFormat: 'NDHWC';
  readonly dimRoundingMode: undefined;
};

/** Shape of a pooling op's result, where the compiler can work it out. */
export type Pool3d<A extends Shape, K extends Triple, S extends Triple, P extends Padding> =
  Unranked<A> extends true
    ? readonly [number, number, number, number, number]
    : A extends readonly [
          infer N extends number,
          infer D extends number,
          infer H extends number,
          infer W extends number,
          infer C extends number,
        ]
      ? readonly [
          N,
          Windowed<D, TripleAt<K, 0>, TripleAt<S, 0>, P>,
          Windowed<H, TripleAt<K, 1>, TripleAt<S, 1>, P>,
          Windowed<W, TripleAt<K, 2>, TripleAt<S, 2>, P>,
          C,
        ]
      : Fail<'[batch, depth, height, width, channels]'>;

/** Options as kernel attributes. */
export function pool3dAttrs(op: string, windowSize: Triple, options: Pool3dOptions): Pool3dAttrs {
  const { strides = windowSize, padding = 'valid' } = checkOptions(op, options, ['strides', 'padding']);
  return {
    filterSize: tripleOf(op, 'windowSize', windowSize),
    strides: tripleOf(op, 'strides', strides),
    pad: padding,
    dataFormat: 'NDHWC',
    dimRoundingMode: undefined,
  };
}

/** The window's path over a batch of volumes. */
export function pool3dGeometry(
  op: string,
  input: Shape,
  { filterSize, strides, pad }: Pool3dAttrs,
): VolumeGeometry {
  return volumeGeometry(op, input, { window: filterSize, strides, dilations: 1, pad });
}

/** What a pooling kernel puts out for `x`. */
export function pool3dOutput(op: string, x: TensorSpec, attrs: Pool3dAttrs): TensorSpec {
  const { batchSize, depth, height, width, channels } = pool3dGeometry(op, x.shape, attrs);
  return { shape: [batchSize, depth.out, height.out, width.out, channels], dtype: x.dtype };
}

/** Calls `visit` for every window and channel with the flat indices of the volume's cells inside the window. */
export function forEachVolumeWindow(
  { batchSize, channels, depth, height, width }: VolumeGeometry,
  visit: (outIndex: number, cells: readonly number[]) => void,
): void {
  const [planes, rows, columns] = [depth, height, width].map(cellsOfWindows) as [
    number[][],
    number[][],
    number[][],
  ];
  let outIndex = 0;
  for (let b = 0; b < batchSize; b++) {
    for (const zs of planes) {
      for (const ys of rows) {
        for (const xs of columns) {
          const pixels = zs.flatMap((z) =>
            ys.flatMap((y) => xs.map((x) => ((b * depth.size + z) * height.size + y) * width.size + x)),
          );
          for (let c = 0; c < channels; c++) {
            visit(
              outIndex++,
              pixels.map((pixel) => pixel * channels + c),
            );
          }
        }
      }
    }
  }
}

/** For each output of an axis the cells of its window that lie on the input. */
function cellsOfWindows({ size, out, window, stride, before }: WindowAxis): number[][] {
  return Array.from({ length: out }, (_, i) =>
    Array.from({ length: window }, (_cell, k) => i * stride - before + k).filter(
      (cell) => cell >= 0 && cell < size,
    ),
  );
}
