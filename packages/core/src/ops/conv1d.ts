import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Fail, Ok, Unranked, Windowed } from '../types/shapes.js';
import { type Padding, sizesOf, windowAxes } from '../window-axes.js';
import { conv2d } from './conv2d.js';
import { checkOptions } from './kinds/check-options.js';
import { checkFilter } from './kinds/convolution.js';
import { alongLine } from './kinds/lines.js';
import { floatThroughout } from './kinds/operands.js';
import { reshape } from './reshape.js';

/** Options of {@link conv1d}. */
export interface Conv1dOptions<
  S extends number = number,
  P extends Padding = Padding,
  D extends number = number,
> {
  /** Step of the window. Default 1. */
  readonly strides?: S;
  /** Default 'valid'. */
  readonly padding?: P;
  /** Distance of the filter's taps. Default 1. */
  readonly dilations?: D;
}

/** Shape of a convolution's result along one axis, where the compiler can work it out. */
export type Conv1d<A extends Shape, F extends Shape, S extends number, P extends Padding, D extends number> =
  Unranked<A> extends true
    ? readonly [number, number, number]
    : Unranked<F> extends true
      ? readonly [number, number, number]
      : A extends readonly [infer N extends number, infer W extends number, number]
        ? F extends readonly [infer KW extends number, number, infer C extends number]
          ? readonly [N, Windowed<W, KW, S, P, D>, C]
          : Fail<'a filter [width, inChannels, outChannels]'>
        : Fail<'[batch, width, channels]'>;

/**
 * 1-D convolution, over series and texts: as {@link conv2d}, along one axis,
 * y[b, i, o] = Σ x[b, s·i + d·k − p, c] · filter[k, c, o].
 *
 * @param x - [batch, width, inChannels]
 * @param filter - [width, inChannels, outChannels]
 * @param options - strides, padding ('valid', 'same', a number, or [[0, 0], [left, right], [0, 0]]) and dilations
 * @returns [batch, outWidth, outChannels]
 * @throws ShapeError when channels differ or the window does not fit, ValueError for options out of range
 * @example conv1d(ones([1, 100, 4]), ones([5, 4, 8]), { strides: 2 }).shape // [1, 48, 8]
 */
export function conv1d<
  A extends Shape,
  F extends Shape,
  const S extends number = 1,
  const P extends Padding = 'valid',
  const D extends number = 1,
>(x: Tensor<A>, filter: Tensor<F>, options: Conv1dOptions<S, P, D> = {}): Tensor<Ok<Conv1d<A, F, S, P, D>>> {
  const op = 'conv1d';
  const given: Conv1dOptions = checkOptions(op, options, ['strides', 'padding', 'dilations']);
  const { strides = 1, padding = 'valid', dilations = 1 } = given;
  return scope(() => {
    const line: Tensor = floatThroughout(op, x);
    const taps: Tensor = floatThroughout(op, filter, 'filter');
    checkFilter(op, line.shape, taps.shape, sizesOf(op, 'dilations', dilations, 1));
    const [window, inChannels, outChannels] = taps.shape as readonly [number, number, number];
    const [axis] = windowAxes(op, line.shape, { window, strides, dilations, pad: padding }, 1);
    const row = reshape(taps, [1, window, inChannels, outChannels]);
    return alongLine(line, axis, (images, sizes) => conv2d(images, row, sizes));
  }) as Tensor<Ok<Conv1d<A, F, S, P, D>>>;
}
