import { type Shape, sizeOf } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call } from './call.js';

/** What changes axes one at a time: tfjs' kernels take few axes, and any tensor is seen as one of three around an axis. */
export function around({ shape }: TensorInfo, axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1))];
}

/** Adds cells of a value before and after each axis. */
export function pad(
  { run, view }: Call,
  x: TensorInfo,
  paddings: readonly (readonly [number, number])[],
  constantValue = 0,
): TensorInfo {
  return paddings.reduce((padded, [before, after], axis) => {
    if (before === 0 && after === 0) return padded;
    const seen = view(padded, around(padded, axis));
    const sides = [
      [0, 0],
      [before, after],
      [0, 0],
    ];
    const [grown] = run('PadV2', [seen], { paddings: sides, constantValue });
    return view(grown as TensorInfo, resized(padded.shape, axis, before + after));
  }, x);
}

/** Takes cells away before and after each axis. */
export function crop(call: Call, x: TensorInfo, sides: readonly (readonly [number, number])[]): TensorInfo {
  const begin = sides.map(([before]) => before);
  const size = sides.map(([before, after], axis) => (x.shape[axis] as number) - before - after);
  return sides.reduce(
    (cut, _side, axis) => cutAxis(call, cut, axis, begin[axis] as number, size[axis] as number),
    x,
  );
}

/**
 * Adds cells before and after each axis between batch and channels, or, where a number is below 0, takes them away.
 */
export function shift(
  call: Call,
  x: TensorInfo,
  sides: readonly (readonly [number, number])[],
  constantValue = 0,
): TensorInfo {
  const whole = [[0, 0], ...sides, [0, 0]] as const;
  const added = whole.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const);
  const taken = whole.map(([before, after]) => [Math.max(0, -before), Math.max(0, -after)] as const);
  return crop(call, pad(call, x, added, constantValue), taken);
}

/** Sets the cells of the first axes apart, with zeros between: by 2 every other cell is one. */
export function spread(call: Call, x: TensorInfo, steps: readonly number[]): TensorInfo {
  return steps.reduce((spreadOut, step, axis) => {
    const size = spreadOut.shape[axis] as number;
    if (step === 1 || size === 1) return spreadOut;
    const [outer, , inner] = around(spreadOut, axis);
    const apart = pad(call, call.view(spreadOut, [outer * size, 1, inner]), [
      [0, 0],
      [0, step - 1],
      [0, 0],
    ]);
    const whole = call.view(apart, spreadOut.shape.with(axis, size * step));
    return cutAxis(call, whole, axis, 0, (size - 1) * step + 1);
  }, x);
}

/** Keeps every so many cells of the first axes: the converse of {@link spread}. */
export function thin({ run, view }: Call, x: TensorInfo, steps: readonly number[]): TensorInfo {
  return steps.reduce((thinned, step, axis) => {
    if (step === 1) return thinned;
    const [outer, size, inner] = around(thinned, axis);
    const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
    const [kept] = run('StridedSlice', [view(thinned, [outer, size, inner])], {
      begin: [0, 0, 0],
      end: [outer, size, inner],
      strides: [1, step, 1],
      ...masks,
    });
    return view(kept as TensorInfo, thinned.shape.with(axis, Math.ceil(size / step)));
  }, x);
}

function cutAxis({ run, view }: Call, x: TensorInfo, axis: number, begin: number, size: number): TensorInfo {
  if (x.shape[axis] === size) return x;
  const [outer, , inner] = around(x, axis);
  const [cut] = run('Slice', [view(x, around(x, axis))], {
    begin: [0, begin, 0],
    size: [outer, size, inner],
  });
  return view(cut as TensorInfo, x.shape.with(axis, size));
}

function resized(shape: Shape, axis: number, by: number): number[] {
  return shape.with(axis, (shape[axis] as number) + by);
}

/** Copies a tensor along its stretched axes, so that it has a shape. */
export function stretched(
  { run, view }: Pick<Call, 'run' | 'view'>,
  x: TensorInfo,
  shape: Shape,
): TensorInfo {
  const aligned = alignedShape(x.shape, shape.length);
  const reps = shape.map((size, axis) => (aligned[axis] === size ? 1 : size));
  const seen = view(x, aligned);
  if (reps.every((count) => count === 1)) return seen;
  if (x.dtype !== 'bool') return run('Tile', [seen], { reps })[0] as TensorInfo;
  // Not every backend copies bools.
  const whole = run('Tile', run('Cast', [seen], { dtype: 'int32' }), { reps });
  return run('Cast', whole, { dtype: 'bool' })[0] as TensorInfo;
}

/** A shape with axes of size 1 in front. */
export function alignedShape(shape: Shape, rank: number): number[] {
  return [...(Array(rank - shape.length).fill(1) as number[]), ...shape];
}
