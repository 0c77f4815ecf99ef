import type { Shape } from './shape.js';
import { type Padding, sizesOf, type WindowAxis, windowAxes } from './window-axes.js';

/** One size for all three axes, or `[depth, height, width]`. */
export type Triple = number | readonly [number, number, number];

/** Where a 3-D window goes over a volume: all sizes that a convolution or pooling kernel needs. */
export interface VolumeGeometry {
  readonly batchSize: number;
  readonly channels: number;
  readonly depth: WindowAxis;
  readonly height: WindowAxis;
  readonly width: WindowAxis;
}

/** The options of a 3-D window, as ops and kernels carry them. */
export interface VolumeOptions {
  readonly window: Triple;
  readonly strides: Triple;
  readonly dilations: Triple;
  readonly pad: Padding;
}

/**
 * Splits an option into depth, height and width.
 * @throws ValueError when one of them is not a whole number of at least 1
 * @example tripleOf('conv3d', 'strides', 2) // [2, 2, 2]
 */
export function tripleOf(op: string, name: string, value: Triple): readonly [number, number, number] {
  return sizesOf(op, name, value, 3) as readonly [number, number, number];
}

/**
 * Works out a window's path over `[batch, depth, height, width, channels]`.
 * @throws ShapeError when the input is not of rank 5, or the window does not fit
 * @throws ValueError for a stride, dilation, size or padding outside its range
 * @example
 * const window = { window: 3, strides: 1, dilations: 1, pad: 'valid' } as const;
 * volumeGeometry('conv3d', [1, 9, 28, 28, 1], window).depth.out; // 7
 */
export function volumeGeometry(op: string, input: Shape, options: VolumeOptions): VolumeGeometry {
  const axes = windowAxes(op, input, options, 3);
  const [depth, height, width] = axes as readonly [WindowAxis, WindowAxis, WindowAxis];
  return { batchSize: input[0] as number, channels: input[4] as number, depth, height, width };
}
