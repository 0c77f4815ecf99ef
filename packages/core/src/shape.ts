import { describeValue } from './describe-value.js';
import { ShapeError, ValueError } from './errors.js';

/** Sizes of a tensor's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** The largest number of axes an op accepts. */
const maxRank = 8;

/** The largest element count of one tensor; 4 bytes each still fit in a 32-bit address space. */
const maxSize = 2 ** 30 - 1;

/**
 * Number of elements of a shape that {@link checkShape} accepted.
 * @example sizeOf([2, 3]) // 6
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/**
 * `[2, 3]` as text, for messages.
 * @example showShape([2, 3]) // '[2, 3]'
 */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/**
 * Checks that `shape` is a tensor shape: whole sizes ≥ 0, rank at most 8, few enough elements to allocate.
 * @throws ShapeError E_SIZE, E_RANK
 * @example checkShape('zeros', [2, -1]) // throws: zeros: sizes must be whole numbers >= 0, got -1 in shape [2, -1]
 */
export function checkShape(op: string, shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw new ShapeError(`${op}: shape must be an array of sizes, got ${describeValue(shape)}`);
  }
  if (shape.length > maxRank) {
    throw new ShapeError(
      `${op}: shape ${showShape(shape)} has ${shape.length} axes, the most is ${maxRank}`,
      {
        code: 'E_RANK',
      },
    );
  }
  let size = 1;
  for (const n of shape) {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) {
      throw new ShapeError(
        `${op}: sizes must be whole numbers >= 0, got ${describeValue(n)} in shape ${showShape(shape)}`,
        {
          code: 'E_SIZE',
        },
      );
    }
  }
  if (shape.includes(0)) return;
  for (const n of shape) {
    size *= n;
    if (!Number.isSafeInteger(size) || size > maxSize) {
      throw new ShapeError(`${op}: shape ${showShape(shape)} has more than ${maxSize} elements`, {
        code: 'E_SIZE',
      });
    }
  }
}

/**
 * Checks that an option is a whole number from `least` to `most`. Whether so many elements fit is a question
 * for {@link checkShape}.
 * @throws ValueError
 * @example checkWhole('dense', 'units', 0) // throws: dense: units must be a whole number >= 1, got 0
 */
export function checkWhole(
  op: string,
  name: string,
  value: number,
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = value > most ? `from ${least} to ${most}` : `>= ${least}`;
  throw new ValueError(`${op}: ${name} must be a whole number ${range}, got ${describeValue(value)}`);
}

/**
 * Turns an axis that may be negative into one in [0, rank).
 * @throws ShapeError E_AXIS
 * @example resolveAxis('sum', -1, 3) // 2
 */
export function resolveAxis(op: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const range = rank === 0 ? 'a scalar has no axes' : `axes go from ${-rank} to ${rank - 1}`;
    throw new ShapeError(`${op}: axis ${describeValue(axis)} is outside a tensor of rank ${rank}: ${range}`, {
      code: 'E_AXIS',
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * Turns `undefined` (all axes), one axis or a list into sorted axes in [0, rank).
 * @throws ShapeError E_AXIS when one is outside or repeated
 * @example resolveAxes('sum', [-1, 0], 3) // [0, 2]
 */
export function resolveAxes(
  op: string,
  axes: number | readonly number[] | undefined,
  rank: number,
): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const given = Array.isArray(axes) ? axes : [axes];
  const list = given.map((a) => resolveAxis(op, a, rank));
  if (new Set(list).size !== list.length) {
    throw new ShapeError(`${op}: axes ${showShape(list)} name an axis twice`, { code: 'E_AXIS' });
  }
  return list.sort((a, b) => a - b);
}

/**
 * The shape of an elementwise op on `a` and `b`: aligned at the end, size 1 stretches.
 * @throws ShapeError when two sizes differ and neither is 1
 * @example broadcastShapes('add', [8, 1, 5], [3, 1]) // [8, 3, 5]
 */
export function broadcastShapes(op: string, a: Shape, b: Shape, names = ['a', 'b']): number[] {
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const n = a[a.length - i] ?? 1;
    const m = b[b.length - i] ?? 1;
    if (n !== m && n !== 1 && m !== 1) {
      throw new ShapeError(
        `${op}: shapes do not broadcast: ${names[0]} is ${showShape(a)}, ${names[1]} is ${showShape(b)}, and ${n} ≠ ${m} on axis ${-i}`,
        { fix: 'aligned from the last axis, sizes must be equal or 1: reshape one of them' },
      );
    }
    out[rank - i] = n === 1 ? m : n;
  }
  return out;
}

/** Row-major strides in elements; the last axis has stride 1. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] as number;
  }
  return strides;
}

/**
 * True when both have the same sizes.
 * @example sameShape([2, 3], [3, 2]) // false
 */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** `shape` with the reduced axes dropped, or kept as size 1. Axes as {@link resolveAxes} gives them. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((n, i) => (axes.includes(i) ? 1 : n));
  return shape.filter((_, i) => !axes.includes(i));
}
