import { describeValue } from '../../describe-value.js';
import { ShapeError, ValueError } from '../../errors.js';
import { type Shape, sameShape, showShape } from '../../shape.js';
import { type AxisCount, axisNames, sizesOf, windowAxes } from '../../window-axes.js';
import { checkOptions } from './check-options.js';

/** Options of a transposed convolution; `Sizes` is one size for all its axes, or one for each. */
export interface TransposedOptions<Sizes extends number | readonly number[]> {
  /** How far apart the cells of x come to lie. Default 1. */
  readonly strides?: Sizes;
  /** Default 'valid'. */
  readonly padding?: 'valid' | 'same';
  /** Sizes of the result along the axes, where strides leave several; default: those of Keras. */
  readonly outputSize?: Sizes;
}

/**
 * What a transposed convolution of x by a filter gives: [batch, …axes, outChannels]. 'same' gives size · stride, 'valid'
 * (size − 1) · stride + max(filter size, stride).
 * @throws ShapeError when channels or ranks differ or no convolution leads from `outputSize` to x, ValueError for
 * options out of range
 * @example transposedShape('conv2dTranspose', [1, 4, 4, 8], [2, 2, 3, 8], { strides: 2 }, 2) // [1, 8, 8, 3]
 */
export function transposedShape(
  op: string,
  x: Shape,
  filter: Shape,
  options: TransposedOptions<number | readonly number[]>,
  count: AxisCount,
): readonly number[] {
  const names = ['strides', 'padding', 'outputSize'] as const;
  const { strides = 1, padding = 'valid', outputSize } = checkOptions(op, options, names);
  const layout = `[${axisNames(count)}, outChannels, inChannels]`;
  checkRank(x, `x [batch, ${axisNames(count)}, channels]`);
  checkRank(filter, `a filter ${layout}`);
  if (padding !== 'valid' && padding !== 'same') {
    throw new ValueError(`${op}: padding must be 'valid' or 'same', got ${describeValue(padding)}`);
  }
  const [inChannels, filterChannels] = [x.at(-1) as number, filter.at(-1) as number];
  if (inChannels !== filterChannels) {
    throw new ShapeError(
      `${op}: channels differ: x is ${showShape(x)}, filter is ${showShape(filter)}, and ${inChannels} ≠ ${filterChannels}`,
      { fix: `a filter is ${layout}; inChannels is the last size of x` },
    );
  }
  if (filter.includes(0)) throw new ShapeError(`${op}: the filter ${showShape(filter)} is empty`);
  const steps = sizesOf(op, 'strides', strides, count);
  const window = filter.slice(0, count);
  const sizes =
    outputSize === undefined
      ? steps.map((stride, axis) => sizeAlong(x[axis + 1] as number, stride, window[axis] as number))
      : sizesOf(op, 'outputSize', outputSize, count);
  const result = [x[0] as number, ...sizes, filter[count] as number];
  const axes = windowAxes(op, result, { window, strides: steps, dilations: 1, pad: padding }, count);
  const back = [x[0] as number, ...axes.map(({ out }) => out), inChannels];
  if (!sameShape(back, x)) {
    throw new ShapeError(
      `${op}: a convolution takes outputSize ${showShape(sizes)} to ${showShape(back)}, x is ${showShape(x)}`,
      {
        fix: `leave outputSize out, or give a size that a convolution of strides ${showShape(steps)} takes to that of x`,
      },
    );
  }
  return result;

  function checkRank(shape: Shape, what: string): void {
    if (shape.length === count + 2) return;
    throw new ShapeError(`${op}: expects ${what}, got ${showShape(shape)}`);
  }

  function sizeAlong(size: number, stride: number, span: number): number {
    return padding === 'same' || size === 0 ? size * stride : (size - 1) * stride + Math.max(span, stride);
  }
}
