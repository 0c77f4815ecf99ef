import type { Shape } from './shape.js';
import { type Padding, sizesOf, type WindowAxis, windowAxes } from './window-axes.js';

/** One size for both axes, or `[height, width]`. */
export type Pair = number | readonly [number, number];

/** Where a 2-D window goes over an image: all sizes that a convolution or pooling kernel needs. */
export interface WindowGeometry {
  readonly batchSize: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padBottom: number;
  readonly padLeft: number;
  readonly padRight: number;
}

/** The options of a window, as ops and kernels carry them. */
export interface WindowOptions {
  readonly window: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: Padding;
}

/**
 * Splits an option into height and width.
 * @throws ValueError when either is not a whole number of at least `least`
 * @example pairOf('conv2d', 'strides', 2) // [2, 2]
 */
export function pairOf(op: string, name: string, value: Pair, least = 1): readonly [number, number] {
  return sizesOf(op, name, value, 2, least) as readonly [number, number];
}

/**
 * Works out a window's path over `[batch, height, width, channels]`.
 * @throws ShapeError when the input is not of rank 4, or the window does not fit
 * @throws ValueError for a stride, dilation, size or padding outside its range
 * @example
 * const window = { window: 3, strides: 1, dilations: 1, pad: 'valid' } as const;
 * windowGeometry('conv2d', [1, 28, 28, 1], window).outHeight; // 26
 */
export function windowGeometry(op: string, input: Shape, options: WindowOptions): WindowGeometry {
  const [vertical, horizontal] = windowAxes(op, input, options, 2) as readonly [WindowAxis, WindowAxis];
  return {
    batchSize: input[0] as number,
    inHeight: vertical.size,
    inWidth: horizontal.size,
    inChannels: input[3] as number,
    outHeight: vertical.out,
    outWidth: horizontal.out,
    windowHeight: vertical.window,
    windowWidth: horizontal.window,
    strideHeight: vertical.stride,
    strideWidth: horizontal.stride,
    dilationHeight: vertical.dilation,
    dilationWidth: horizontal.dilation,
    padTop: vertical.before,
    padBottom: vertical.after,
    padLeft: horizontal.before,
    padRight: horizontal.after,
  };
}
