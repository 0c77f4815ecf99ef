import { ShapeError, ValueError } from '../../errors.js';
import { type Shape, sameShape, showShape } from '../../shape.js';
import { type AxisCount, axisNames, type Padding } from '../../window-axes.js';
import { type Pair, pairOf, type WindowGeometry, windowGeometry } from '../../window-geometry.js';
import { checkOptions } from './check-options.js';

/** Options of a convolution. */
export interface Conv2dOptions<S extends Pair = Pair, P extends Padding = Padding, D extends Pair = Pair> {
  /** Step of the window. Default 1. */
  readonly strides?: S;
  /** Default 'valid'. */
  readonly padding?: P;
  /** Distance of the filter's taps. Default 1. */
  readonly dilations?: D;
  /**
   * True for the most exact sums: no short cut with fewer multiplications, such as Winograd's, is taken, forward or in
   * gradients. Default false.
   */
  readonly precise?: boolean;
}

/** Attributes shared by the kernels of a convolution. */
export type Conv2dAttrs = {
  readonly strides: readonly [number, number];
  readonly pad: Padding;
  readonly dataFormat: 'NHWC';
  readonly dilations: readonly [number, number];
  readonly dimRoundingMode: undefined;
  readonly precise: boolean;
};

/** Options as kernel attributes. */
export function convAttrs(op: string, options: Conv2dOptions): Conv2dAttrs {
  const names = ['strides', 'padding', 'dilations', 'precise'] as const;
  const { strides = 1, padding = 'valid', dilations = 1, precise = false } = checkOptions(op, options, names);
  return {
    strides: pairOf(op, 'strides', strides),
    pad: padding,
    dataFormat: 'NHWC',
    dilations: pairOf(op, 'dilations', dilations),
    dimRoundingMode: undefined,
    precise,
  };
}

/** Kernel attributes as options, for a gradient's own convolutions. */
export function convOptions({ strides, pad, dilations, precise }: Conv2dAttrs): Conv2dOptions {
  return { strides, padding: pad, dilations, precise };
}

/**
 * The window's path for an image batch and a filter [height, width, inChannels, outChannels]; `last` is what the
 * filter's last axis is called.
 * @throws ShapeError, ValueError
 */
export function convGeometry(
  op: string,
  input: Shape,
  filter: Shape,
  { strides, dilations, pad }: Conv2dAttrs,
  last?: FilterEnd,
): WindowGeometry {
  checkFilter(op, input, filter, dilations, last);
  const window = filter.slice(0, 2) as [number, number];
  return windowGeometry(op, input, { window, strides, dilations, pad });
}

/** What the last axis of a filter is called. */
type FilterEnd = 'outChannels' | 'multiplier';

/**
 * Checks a filter of as many axes as there are dilations, and two for channels. Positions are 32-bit numbers on every
 * device.
 * @throws ShapeError, ValueError for a dilated filter that spans more
 */
export function checkFilter(
  op: string,
  input: Shape,
  filter: Shape,
  dilations: readonly number[],
  last: FilterEnd = 'outChannels',
): void {
  const count = dilations.length as AxisCount;
  const layout = `[${axisNames(count)}, inChannels, ${last}]`;
  if (filter.length !== count + 2) {
    throw new ShapeError(`${op}: expects a filter ${layout}, got ${showShape(filter)}`);
  }
  if (filter.includes(0)) throw new ShapeError(`${op}: the filter ${showShape(filter)} is empty`);
  if (input.length === count + 2 && input[count + 1] !== filter[count]) {
    throw new ShapeError(
      `${op}: channels differ: x is ${showShape(input)}, filter is ${showShape(filter)}, and ${input[count + 1]} ≠ ${filter[count]}`,
      { fix: `a filter is ${layout}; inChannels is the last size of x` },
    );
  }
  dilations.forEach((dilation, axis) => {
    const taps = filter[axis] as number;
    const span = (taps - 1) * dilation + 1;
    if (span < 2 ** 31) return;
    throw new ValueError(
      `${op}: a filter of ${taps} with dilations ${dilation} spans ${span} cells, the most is ${2 ** 31 - 1}`,
    );
  });
}

/** Shape of the convolution's output. */
export function convOutputShape(geometry: WindowGeometry, outChannels: number): number[] {
  return [geometry.batchSize, geometry.outHeight, geometry.outWidth, outChannels];
}

/**
 * Calls `visit` for every pair of an output position and a filter tap that falls on the image, with flat
 * indices of the pixels (channels left out).
 */
export function forEachTap(
  g: WindowGeometry,
  visit: (inPixel: number, outPixel: number, tap: number) => void,
): void {
  for (let b = 0; b < g.batchSize; b++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      for (let ox = 0; ox < g.outWidth; ox++) {
        const outPixel = (b * g.outHeight + oy) * g.outWidth + ox;
        for (let ky = 0; ky < g.windowHeight; ky++) {
          const y = oy * g.strideHeight - g.padTop + ky * g.dilationHeight;
          if (y < 0 || y >= g.inHeight) continue;
          for (let kx = 0; kx < g.windowWidth; kx++) {
            const x = ox * g.strideWidth - g.padLeft + kx * g.dilationWidth;
            if (x < 0 || x >= g.inWidth) continue;
            visit((b * g.inHeight + y) * g.inWidth + x, outPixel, ky * g.windowWidth + kx);
          }
        }
      }
    }
  }
}

/**
 * Checks the gradient that arrives at a convolution against the shape of its result.
 * @throws ShapeError
 */
export function checkArriving(op: string, input: Shape, filter: Shape, dy: Shape, expected: Shape): void {
  if (sameShape(dy, expected)) return;
  throw new ShapeError(
    `${op}: x ${showShape(input)} with a filter ${showShape(filter)} gives ${showShape(expected)}, dy is ${showShape(dy)}`,
  );
}
