import { type Shape, sizeOf } from '@descent/core';
import { stridesOf } from './indexing.js';

/** How a place in an operand follows from a place in a result, along an axis of the result. */
export interface AffineAxis {
  /** Places after which the operand is gone through again. */
  readonly size: number;
  /** Elements of the result from one place to the next. */
  readonly outer: number;
  /** Elements of the operand from one place to the next; below 0 where it goes backwards. */
  readonly stride: number;
}

/**
 * WGSL for start + Σ place along each axis · its stride, of place `index` of a result of `total` elements. Axes that go on
 * from one another are taken as one.
 * @example affineIndex([{ size: 2, outer: 3, stride: 3 }, { size: 3, outer: 1, stride: -1 }], 2, 6, 'i')
 * // '2u + i / 3u * 3u - i % 3u'
 */
export function affineIndex(
  axes: readonly AffineAxis[],
  start: number,
  total: number,
  index: string,
): string {
  const joined: AffineAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = joined.at(-1);
    const isNext = last && last.outer === axis.outer * axis.size && last.stride === axis.stride * axis.size;
    if (isNext) joined[joined.length - 1] = { ...axis, size: last.size * axis.size };
    else joined.push(axis);
  }
  const terms = joined.map(({ size, outer, stride }) => {
    const above = outer === 1 ? index : `${index} / ${outer}u`;
    const place = size * outer >= total ? above : `${above} % ${size}u`;
    const steps = Math.abs(stride);
    return `${stride < 0 ? '-' : '+'} ${steps === 1 ? place : `${place} * ${steps}u`}`;
  });
  const ahead = terms.filter((term) => term.startsWith('+'));
  const back = terms.filter((term) => term.startsWith('-'));
  // What goes backwards starts at its end: nothing is ever below 0.
  return [`${start}u`, ...ahead, ...back].join(' ').replace(/^0u \+ /, '');
}

/** The axes of a result of `shape` whose places lie `strides` apart in the operand. */
export function affineAxes(shape: Shape, strides: readonly number[]): AffineAxis[] {
  const outer = stridesOf(shape);
  return shape.map((size, axis) => ({
    size,
    outer: outer[axis] as number,
    stride: strides[axis] as number,
  }));
}

/** Elements before, of, and after an axis: a shape is `outer` lanes of `count` places that lie `inner` apart. */
export function lanesOf(shape: Shape, axis: number): { outer: number; count: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    count: shape[axis] as number,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
