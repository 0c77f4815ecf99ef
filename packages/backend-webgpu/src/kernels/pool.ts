import { type Attrs, type Padding, sizeOf, type TensorSpec, windowAxes } from '@descent/core';
import { elementPass, type Lowered, lowerElements } from '../shader/pass.js';
import {
  cellAt,
  cellCount,
  eachCell,
  eachWindow,
  isTiling,
  type Windows,
  windowAt,
} from '../shader/windows.js';
import type { CallSpec, Lowering } from './lowering.js';

function windowsOf({ shape }: TensorSpec, attrs: Attrs): Windows {
  const { filterSize, strides, pad } = attrs as {
    filterSize: readonly number[];
    strides: readonly number[];
    pad: Padding;
  };
  const options = { window: filterSize, strides, dilations: 1, pad };
  const axes = windowAxes('pool', shape, options, filterSize.length as 2 | 3);
  const output = [shape[0] as number, ...axes.map(({ out }) => out), shape.at(-1) as number];
  return { axes, input: shape, output };
}

/** A kernel that is computed from the windows on input k, element by element. */
function pool(k: number, code: (windows: Windows) => string): Lowering {
  return {
    lower({ inputs, attrs, outputs }: CallSpec): Lowered {
      const windows = windowsOf(inputs[k] as TensorSpec, attrs);
      return lowerElements(sizeOf((outputs[0] as TensorSpec).shape), code(windows));
    },
  };
}

const maxPool = pool(
  0,
  (windows) => `fn value(i: u32) -> f32 {
  ${windowAt(windows, 'i')}
  var largest = -infinity();
  ${eachCell(windows, 'largest = maximum(largest, x0(cell));')}
  return largest;
}`,
);

/**
 * A gradient kernel: where windows lie side by side and cover all of input 1, each puts what its cells get; elsewhere each
 * cell gathers from the windows that contain it.
 */
function poolGradient(spread: (windows: Windows) => string, gather: (windows: Windows) => Lowered): Lowering {
  return {
    lower({ inputs, attrs }: CallSpec): Lowered {
      const windows = windowsOf(inputs[1] as TensorSpec, attrs);
      return isTiling(windows)
        ? { passes: [elementPass(sizeOf(windows.output), spread(windows))] }
        : gather(windows);
    },
  };
}

/** [dy, x, y]: a window's gradient goes to its first largest cell. */
const maxPoolGradient = poolGradient(
  (windows) => `fn element(i: u32) {
  ${windowAt(windows, 'i')}
  let largest = x2(i);
  let arriving = x0(i);
  var isWaiting = true;
  ${eachCell(
    windows,
    `let isHere = isWaiting && is_same(largest, x1(cell));
  isWaiting = isWaiting && !isHere;
  put_y0(cell, select(0.0, arriving, isHere));`,
  )}
}`,
  (windows) => {
    const first = `fn element(i: u32) { put_t0(i, first_largest(i)); }
fn first_largest(i: u32) -> i32 {
  ${windowAt(windows, 'i')}
  let largest = x2(i);
  ${eachCell(windows, 'if (is_same(largest, x1(cell))) { return i32(cell); }')}
  return -1;
}`;
    const sum = `fn element(i: u32) {
  ${cellAt(windows, 'i')}
  var total = 0.0;
  ${eachWindow(windows, 'if (t0(window) == i32(i)) { total += x0(window); }')}
  put_y0(i, total);
}`;
    const { input, output } = windows;
    const gathering = elementPass(sizeOf(input), sum);
    // No windows: no temporary either.
    if (sizeOf(output) === 0) return lowerElements(sizeOf(input), 'fn value(i: u32) -> f32 { return 0.0; }');
    return {
      temporaries: [{ shape: output, dtype: 'int32' }],
      passes: [elementPass(sizeOf(output), first), gathering],
    };
  },
);

/** [dx, x, y]: what dx has at each window's first largest cell. */
const maxPoolSecondGradient = pool(
  1,
  (windows) => `fn value(i: u32) -> f32 {
  ${windowAt(windows, 'i')}
  let largest = x2(i);
  ${eachCell(windows, 'if (is_same(largest, x1(cell))) { return x0(cell); }')}
  return 0.0;
}`,
);

const averagePool = pool(
  0,
  (windows) => `fn value(i: u32) -> f32 {
  ${windowAt(windows, 'i')}
  var total = 0.0;
  ${eachCell(windows, 'total += x0(cell);')}
  let count = ${cellCount(windows)};
  if (count == 0u) { return nan(); }
  return total / f32(count);
}`,
);

/** [dy, x]: each window's gradient is shared by its cells. */
const averagePoolGradient = poolGradient(
  (windows) => `fn element(i: u32) {
  ${windowAt(windows, 'i')}
  let share = x0(i) / f32(${cellCount(windows)});
  ${eachCell(windows, 'put_y0(cell, share);')}
}`,
  (windows) =>
    lowerElements(
      sizeOf(windows.input),
      `fn value(i: u32) -> f32 {
  ${cellAt(windows, 'i')}
  var total = 0.0;
  ${eachWindow(windows, `total += x0(window) / f32(${cellCount(windows)});`)}
  return total;
}`,
    ),
);

/** Pools of images and volumes, with their gradients. */
export const poolKernels: Readonly<Record<string, Lowering>> = {
  AvgPool: averagePool,
  AvgPool3D: averagePool,
  AvgPool3DGrad: averagePoolGradient,
  AvgPoolGrad: averagePoolGradient,
  MaxPool: maxPool,
  MaxPool3D: maxPool,
  MaxPool3DGrad: maxPoolGradient,
  MaxPool3DGradGrad: maxPoolSecondGradient,
  MaxPoolGrad: maxPoolGradient,
  MaxPoolGradGrad: maxPoolSecondGradient,
};
