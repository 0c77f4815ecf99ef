import { describeValue } from './describe-value.js';
import { ShapeError, ValueError } from './errors.js';
import { type Shape, showShape } from './shape.js';

/** One size for both axes, or `[height, width]`. */
export type Pair = number | readonly [number, number];

/** Explicit padding as TensorFlow.js writes it: `[[0, 0], [top, bottom], [left, right], [0, 0]]`. */
export type ExplicitPadding = readonly (readonly [number, number])[];

/**
 * `'valid'`: none; `'same'`: out = ceil(in / stride), the odd cell at the end (TensorFlow's convention);
 * a number: that many cells on every side; or {@link ExplicitPadding}.
 */
export type Padding = 'valid' | 'same' | number | ExplicitPadding;

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
  const pair: readonly number[] = typeof value === 'number' ? [value, value] : value;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new ValueError(`${op}: ${name} must be a number or [height, width], got ${describeValue(value)}`);
  }
  for (const n of pair) {
    if (!Number.isInteger(n) || n < least || n > 2 ** 31 - 1) {
      throw new ValueError(
        `${op}: ${name} must be whole numbers from ${least} to 2^31 - 1, got ${describeValue(n)}`,
      );
    }
  }
  return [pair[0] as number, pair[1] as number];
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
  if (input.length !== 4) {
    throw new ShapeError(`${op}: expects [batch, height, width, channels], got ${showShape(input)}`, {
      fix: 'add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])',
    });
  }
  const [batchSize, inHeight, inWidth, inChannels] = input as readonly [number, number, number, number];
  const [windowHeight, windowWidth] = pairOf(op, 'window size', options.window);
  const [strideHeight, strideWidth] = pairOf(op, 'strides', options.strides);
  const [dilationHeight, dilationWidth] = pairOf(op, 'dilations', options.dilations);
  const vertical = alongAxis(
    op,
    'height',
    inHeight,
    windowHeight,
    strideHeight,
    dilationHeight,
    padAlong(op, options.pad, 1),
  );
  const horizontal = alongAxis(
    op,
    'width',
    inWidth,
    windowWidth,
    strideWidth,
    dilationWidth,
    padAlong(op, options.pad, 2),
  );
  return {
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight: vertical.out,
    outWidth: horizontal.out,
    windowHeight,
    windowWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop: vertical.before,
    padBottom: vertical.after,
    padLeft: horizontal.before,
    padRight: horizontal.after,
  };
}

type AxisPadding = 'valid' | 'same' | readonly [number, number];

/** True for the padding of the batch and channel axes, which cannot be padded. */
function isNone(cells: unknown): boolean {
  return Array.isArray(cells) && cells.length === 2 && cells.every((n) => n === 0);
}

function padAlong(op: string, pad: Padding, axis: 1 | 2): AxisPadding {
  if (pad === 'valid' || pad === 'same') return pad;
  const isExplicit = Array.isArray(pad) && pad.length === 4 && [pad[0], pad[3]].every(isNone);
  const cells: unknown = typeof pad === 'number' ? [pad, pad] : isExplicit ? pad[axis] : undefined;
  if (
    !Array.isArray(cells) ||
    cells.length !== 2 ||
    !cells.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31)
  ) {
    throw new ValueError(
      `${op}: padding must be 'valid', 'same', a whole number >= 0 or [[0, 0], [top, bottom], [left, right], [0, 0]], got ${describeValue(pad)}`,
    );
  }
  return [cells[0], cells[1]];
}

function alongAxis(
  op: string,
  side: string,
  size: number,
  window: number,
  stride: number,
  dilation: number,
  pad: AxisPadding,
) {
  const span = (window - 1) * dilation + 1;
  if (pad === 'same') {
    const out = Math.ceil(size / stride);
    const total = Math.max(0, (out - 1) * stride + span - size);
    const before = Math.floor(total / 2);
    return { out, before, after: total - before };
  }
  const [before, after] = pad === 'valid' ? [0, 0] : pad;
  const room = size + before + after - span;
  if (room < 0) {
    throw new ShapeError(
      `${op}: the window spans ${span} cells of ${side}, but the padded input has ${size + before + after}`,
      {
        fix: "use a smaller window, or padding: 'same'",
      },
    );
  }
  return { out: Math.floor(room / stride) + 1, before, after };
}
