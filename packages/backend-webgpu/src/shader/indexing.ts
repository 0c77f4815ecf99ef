import { type Shape, sizeOf } from '@descent/core';

/** The index that `index` is along some axes of a shape, which come together. */
interface Part {
  readonly size: number;
  /** Elements of the result from one place to the next. */
  readonly outer: number;
  /** Elements of the operand from one place to the next; 0 where it is stretched. */
  readonly stride: number;
}

/** Elements from one place to the next, for each axis of a shape. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
}

/**
 * WGSL for the place in an operand that belongs to place `index` of a result to which it broadcasts.
 * @example broadcastIndex([3, 1], [2, 3, 4], 'i') // 'i / 4u % 3u'
 */
export function broadcastIndex(from: Shape, to: Shape, index: string): string {
  if (sizeOf(from) === sizeOf(to)) return index;
  const aligned = [...new Array<number>(to.length - from.length).fill(1), ...from];
  const [steps, strides] = [stridesOf(to), stridesOf(aligned)];
  const parts: Part[] = [];
  to.forEach((size, axis) => {
    if (size === 1) return;
    const outer = steps[axis] as number;
    const stride = aligned[axis] === 1 ? 0 : (strides[axis] as number);
    const last = parts.at(-1);
    if (last && last.stride === stride * size)
      parts[parts.length - 1] = { size: last.size * size, outer, stride };
    else parts.push({ size, outer, stride });
  });
  return stridedIndex(parts, index);
}

/** WGSL for Σ place along each part · its stride, of a place in the whole. */
export function stridedIndex(parts: readonly Part[], index: string): string {
  const whole = parts.reduce((largest, { size, outer }) => Math.max(largest, size * outer), 1);
  const terms = parts.flatMap(({ size, outer, stride }) => {
    if (stride === 0 || size === 1) return [];
    const above = outer === 1 ? index : `${index} / ${outer}u`;
    const place = size * outer === whole ? above : `${above} % ${size}u`;
    return stride === 1 ? place : place === index ? `${place} * ${stride}u` : `(${place}) * ${stride}u`;
  });
  return terms.length === 0 ? '0u' : terms.join(' + ');
}

/**
 * WGSL statements that take a place apart: `c0`, `c1`, … along the axes of a shape.
 * @example coordinates([2, 3], 'i') // 'let c0 = i / 3u; let c1 = i % 3u;'
 */
export function coordinates(shape: Shape, index: string, prefix = 'c'): string {
  const strides = stridesOf(shape);
  return shape
    .map((size, axis) => {
      const stride = strides[axis] as number;
      const above = stride === 1 ? index : `${index} / ${stride}u`;
      return `let ${prefix}${axis} = ${axis === 0 ? above : `${above} % ${size}u`};`;
    })
    .join(' ');
}

/**
 * WGSL for the place of coordinates in a shape.
 * @example placeOf([2, 3], ['a', 'b']) // 'a * 3u + b'
 */
export function placeOf(shape: Shape, names: readonly string[]): string {
  const strides = stridesOf(shape);
  const terms = names.flatMap((name, axis) => {
    if (shape[axis] === 1) return [];
    return strides[axis] === 1 ? name : `${name} * ${strides[axis]}u`;
  });
  return terms.length === 0 ? '0u' : terms.join(' + ');
}
