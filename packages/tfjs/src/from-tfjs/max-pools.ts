import { type Padding, type WindowAxis, windowAxes } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { shift, stretched } from './axes.js';
import type { Call, CallOfTfjs } from './call.js';
import { cellsAt, placesOf, spanOf, spreadOut } from './convolution-gradients.js';

/** The gradient of largest values in images; where tfjs' kernel gives it to other cells. */
export const maxPoolGradient: CallOfTfjs = ofCells(2);

/**
 * Gradients of largest values, place by place in the window: tfjs' kernels give ties to the last cell, or other cells, or
 * are not there.
 */
export const gradientsOfMaxPools: Readonly<Record<string, CallOfTfjs>> = {
  MaxPool3DGrad: ofCells(3),
  MaxPoolGradGrad: ofWindows(2),
  MaxPool3DGradGrad: ofWindows(3),
};

/** The largest values in volumes; where tfjs' kernel has none below 0. */
export const maxPool3d: CallOfTfjs = (call) => {
  const [x] = call.inputs as [TensorInfo];
  const axes = axesOf(call, x, 3);
  const whole = wholeOf(call, x, axes, Number.NEGATIVE_INFINITY);
  const cells = placesOf(axes).map((place) => cellsAt(call, whole, axes, place));
  const largest = cells.reduce((found, cell) => {
    const isLarger = call.run('Greater', [cell, found]);
    const isTaken = call.run('LogicalOr', [...isLarger, ...call.run('IsNan', [cell])]);
    return call.run('Select', [...isTaken, cell, found])[0] as TensorInfo;
  });
  if (axes.every(reachesInput)) return [largest];
  const isThere = maskOf(call, largest, axes, (axis, start) => start + axis.window > 0 && start < axis.size);
  const none = { shape: largest.shape, value: Number.NaN, dtype: 'float32' } as const;
  return call.run('Select', [isThere, largest, ...call.run('Fill', [], none)]);
};

/** Each window's gradient, in its first largest cell. */
function ofCells(axisCount: 2 | 3): CallOfTfjs {
  return (call) => {
    const [dy, x] = call.inputs as [TensorInfo, TensorInfo];
    const axes = axesOf(call, x, axisCount);
    const none = call.run('ZerosLike', [dy]);
    const parts = firstLargest(call, axes).map(({ place, isFirst }) => {
      const given = call.run('Select', [isFirst, dy, ...none])[0] as TensorInfo;
      const sides = axes.map((axis, i): [number, number] => {
        const before = (place[i] as number) - axis.before;
        return [before, axis.size - before - spanOf(axis)];
      });
      return shift(call, spreadOut(call, given, axes), sides);
    });
    return [total(call, parts)];
  };
}

/** What the first input has in each window's first largest cell. */
function ofWindows(axisCount: 2 | 3): CallOfTfjs {
  return (call) => {
    const [dx, x, y] = call.inputs as [TensorInfo, TensorInfo, TensorInfo];
    const axes = axesOf(call, x, axisCount);
    const arriving = wholeOf(call, dx, axes, 0);
    const none = call.run('ZerosLike', [y]);
    const parts = firstLargest(call, axes).map(
      ({ place, isFirst }) =>
        call.run('Select', [isFirst, cellsAt(call, arriving, axes, place), ...none])[0] as TensorInfo,
    );
    return [total(call, parts)];
  };
}

/** For each place in a window, in which windows the first largest cell is there. The second and third input are x and y. */
function firstLargest(call: Call, axes: readonly WindowAxis[]) {
  const [, x, y] = call.inputs as [TensorInfo, TensorInfo, TensorInfo];
  const whole = wholeOf(call, x, axes, Number.NEGATIVE_INFINITY);
  let isOpen: TensorInfo | undefined;
  return placesOf(axes).map((place) => {
    const isLargest = call.run('Equal', [cellsAt(call, whole, axes, place), y]);
    const isInside = maskOf(call, y, axes, ({ size }, start, i) => {
      const cell = start + (place[i] as number);
      return cell >= 0 && cell < size;
    });
    const isThere = call.run('LogicalAnd', [...isLargest, isInside]);
    const isFirst = isOpen ? call.run('LogicalAnd', [...isThere, isOpen]) : isThere;
    const isElsewhere = call.run('LogicalNot', isThere);
    [isOpen] = isOpen ? call.run('LogicalAnd', [...isElsewhere, isOpen]) : isElsewhere;
    return { place, isFirst: isFirst[0] as TensorInfo };
  });
}

/** Whether each window has a cell that is no padding. */
function reachesInput({ out, stride, before, window, size }: WindowAxis): boolean {
  return window > before && (out - 1) * stride - before < size;
}

/** For each window whether something holds, along every axis, of the place where it starts. */
function maskOf(
  call: Call,
  windows: TensorInfo,
  axes: readonly WindowAxis[],
  holds: (axis: WindowAxis, start: number, i: number) => boolean,
): TensorInfo {
  const shape = [1, ...axes.map(({ out }) => out), 1];
  const values = axes.reduce<number[]>(
    (outer, axis, i) => {
      const starts = Array.from({ length: axis.out }, (_, o) => o * axis.stride - axis.before);
      const along = starts.map((start) => (holds(axis, start, i) ? 1 : 0));
      return outer.flatMap((is) => along.map((also) => is * also));
    },
    [1],
  );
  const mask = stretched(call, call.upload(Int32Array.from(values), shape, 'int32'), windows.shape);
  return call.run('NotEqual', [mask, ...call.run('ZerosLike', [mask])])[0] as TensorInfo;
}

/** An input with all cells of all windows. */
function wholeOf(call: Call, x: TensorInfo, axes: readonly WindowAxis[], padding: number): TensorInfo {
  const sides = axes.map((axis): [number, number] => [
    axis.before,
    spanOf(axis) + axis.window - 1 - axis.size - axis.before,
  ]);
  return shift(call, x, sides, padding);
}

function total(call: Call, parts: readonly TensorInfo[]): TensorInfo {
  return parts.reduce((sum, part) => call.run('Add', [sum, part])[0] as TensorInfo);
}

function axesOf({ attrs }: Call, x: TensorInfo, axisCount: 2 | 3): readonly WindowAxis[] {
  const { filterSize, strides, pad } = attrs as unknown as {
    readonly filterSize: readonly number[];
    readonly strides: readonly number[];
    readonly pad: Padding;
  };
  return windowAxes('maxPool', x.shape, { window: filterSize, strides, dilations: 1, pad }, axisCount);
}
