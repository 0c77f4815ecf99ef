import { describeValue } from './describe-value.js';
import { ShapeError, ValueError } from './errors.js';
import { type Shape, showShape } from './shape.js';

/** Padding of each axis by itself, as TensorFlow.js writes it for images: `[[0, 0], [top, bottom], [left, right], [0, 0]]`. */
export type ExplicitPadding = readonly (readonly [number, number])[];

/**
 * `'valid'`: none; `'same'`: out = ceil(in / stride), the odd cell at the end (TensorFlow's convention);
 * a number: that many cells on every side; or {@link ExplicitPadding}.
 */
export type Padding = 'valid' | 'same' | number | ExplicitPadding;

/** A window's path along one axis of its input. */
export interface WindowAxis {
  /** Cells of the input. */
  readonly size: number;
  /** Cells of the output. */
  readonly out: number;
  /** Cells of the window. */
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  /** Cells of padding. */
  readonly before: number;
  readonly after: number;
}

/** How many axes a window has beside batch and channels. */
export type AxisCount = 1 | 2 | 3;

/** One size for all axes of a window, or one for each. */
type Sizes = number | readonly number[];

/** The options of a window, as ops and kernels carry them. */
interface Options {
  readonly window: Sizes;
  readonly strides: Sizes;
  readonly dilations: Sizes;
  readonly pad: Padding;
}

const names = ['depth', 'height', 'width'];
const sides = ['[front, back]', '[top, bottom]', '[left, right]'];

/**
 * The names of a window's axes, outermost first.
 * @example axisNames(2) // 'height, width'
 */
export function axisNames(count: AxisCount): string {
  return names.slice(-count).join(', ');
}

/**
 * Splits an option into one number per axis.
 * @throws ValueError when one of them is not a whole number of at least `least`
 * @example sizesOf('conv2d', 'strides', 2, 2) // [2, 2]
 */
export function sizesOf(
  op: string,
  name: string,
  value: Sizes,
  count: AxisCount,
  least = 1,
): readonly number[] {
  const sizes = typeof value === 'number' ? new Array<number>(count).fill(value) : value;
  if (!Array.isArray(sizes) || sizes.length !== count) {
    throw new ValueError(
      `${op}: ${name} must be a number or [${axisNames(count)}], got ${describeValue(value)}`,
    );
  }
  for (const n of sizes) {
    if (!Number.isInteger(n) || n < least || n > 2 ** 31 - 1) {
      throw new ValueError(
        `${op}: ${name} must be whole numbers from ${least} to 2^31 - 1, got ${describeValue(n)}`,
      );
    }
  }
  return [...sizes];
}

/**
 * Works out a window's path along each axis of [batch, …axes, channels].
 * @throws ShapeError when the input has other axes, or the window does not fit
 * @throws ValueError for a stride, dilation, size or padding outside its range
 * @example
 * const window = { window: 3, strides: 2, dilations: 1, pad: 'valid' } as const;
 * windowAxes('conv1d', [8, 100, 4], window, 1)[0].out; // 49
 */
export function windowAxes(
  op: string,
  input: Shape,
  options: Options,
  count: AxisCount,
): readonly [WindowAxis, ...WindowAxis[]] {
  const layout = axisNames(count);
  if (input.length !== count + 2) {
    throw new ShapeError(`${op}: expects [batch, ${layout}, channels], got ${showShape(input)}`, {
      fix: `add the missing axes with reshape, for example a batch of 1: x.reshape([1, ${layout}, channels])`,
    });
  }
  const windows = sizesOf(op, 'window size', options.window, count);
  const strides = sizesOf(op, 'strides', options.strides, count);
  const dilations = sizesOf(op, 'dilations', options.dilations, count);
  const axes = windows.map((window, i) => {
    const axis = { size: input[i + 1] as number, window, stride: strides[i] as number };
    const pad = padAlong(op, options.pad, i + 1, count);
    return along(op, names[i + 3 - count] as string, { ...axis, dilation: dilations[i] as number }, pad);
  });
  return axes as [WindowAxis, ...WindowAxis[]];
}

type AxisPadding = 'valid' | 'same' | readonly [number, number];

/** True for the padding of the batch and channel axes, which cannot be padded. */
function isNone(cells: unknown): boolean {
  return Array.isArray(cells) && cells.length === 2 && cells.every((n) => n === 0);
}

function padAlong(op: string, pad: Padding, axis: number, count: AxisCount): AxisPadding {
  if (pad === 'valid' || pad === 'same') return pad;
  const isExplicit = Array.isArray(pad) && pad.length === count + 2 && [pad[0], pad[count + 1]].every(isNone);
  const cells: unknown = typeof pad === 'number' ? [pad, pad] : isExplicit ? pad[axis] : undefined;
  if (
    !Array.isArray(cells) ||
    cells.length !== 2 ||
    !cells.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31)
  ) {
    throw new ValueError(
      `${op}: padding must be 'valid', 'same', a whole number >= 0 or [[0, 0], ${sides.slice(-count).join(', ')}, [0, 0]], got ${describeValue(pad)}`,
    );
  }
  return [cells[0], cells[1]];
}

function along(
  op: string,
  name: string,
  axis: Pick<WindowAxis, 'size' | 'window' | 'stride' | 'dilation'>,
  pad: AxisPadding,
): WindowAxis {
  const { size, window, stride, dilation } = axis;
  const span = (window - 1) * dilation + 1;
  if (pad === 'same') {
    const out = Math.ceil(size / stride);
    const total = Math.max(0, (out - 1) * stride + span - size);
    const before = Math.floor(total / 2);
    return { ...axis, out, before, after: total - before };
  }
  const [before, after] = pad === 'valid' ? [0, 0] : pad;
  const room = size + before + after - span;
  if (room < 0) {
    throw new ShapeError(
      `${op}: the window spans ${span} cells of ${name}, but the padded input has ${size + before + after}`,
      {
        fix: "use a smaller window, or padding: 'same'",
      },
    );
  }
  return { ...axis, out: Math.floor(room / stride) + 1, before, after };
}
