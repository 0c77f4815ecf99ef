import { type Padding, type TensorSpec, type WindowAxis, windowAxes } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';

/** Pools along rows, columns and, of volumes, depths, as shaders: tfjs' pass NaN over and give ties to the last. */
export const webgpuMaxPools: Readonly<Record<string, CallOfTfjs>> = {
  MaxPool: ofWindows(2, 'value'),
  MaxPool3D: ofWindows(3, 'value'),
  MaxPoolGradGrad: ofWindows(2, 'slope'),
  MaxPool3DGradGrad: ofWindows(3, 'slope'),
  MaxPoolGrad: ofCells(2),
  MaxPool3DGrad: ofCells(3),
};

/** For each window its largest value, or what the first input has in that value's cell. */
function ofWindows(axisCount: 2 | 3, gives: 'value' | 'slope'): CallOfTfjs {
  return (call) => {
    const x = call.inputs[gives === 'value' ? 0 : 1] as TensorInfo;
    const axes = axesOf(call, axisCount, x);
    const code = `
      ${firstLargest(axes, x)}
      fn valueOf(index : i32) -> f32 {
        let window = placeOf(index, vec3<i32>(${axes.map(({ out }) => out)}));
        let cell = firstLargest(window);
        if (cell < 0) { return ${gives === 'value' ? 'uniforms.NAN' : '0.0'}; }
        return ${gives === 'value' ? 'x' : 'dx'}[cell];
      }
    `;
    const [names, inputs] =
      gives === 'value'
        ? [['x'], [x]]
        : [
            ['dx', 'x'],
            [call.inputs[0] as TensorInfo, x],
          ];
    return [call.runWgsl?.({ inputs: names, code }, inputs, call.outputs[0] as TensorSpec) as TensorInfo];
  };
}

/** For each cell the gradients of the windows whose first largest it is. */
function ofCells(axisCount: 2 | 3): CallOfTfjs {
  return (call) => {
    const [dy, x] = call.inputs as [TensorInfo, TensorInfo];
    const axes = axesOf(call, axisCount, x);
    const [window, stride, before, out, size] = (['window', 'stride', 'before', 'out', 'size'] as const).map(
      (name) => `vec3<i32>(${axes.map((axis) => axis[name])})`,
    );
    const code = `
      ${firstLargest(axes, x)}
      fn valueOf(index : i32) -> f32 {
        let at = placeOf(index, ${size});
        let cell = at.cell;
        // Windows from the first that reaches the cell to the last that begins before it.
        let first = max((cell + ${before} - ${window} + ${stride}) / ${stride}, vec3<i32>(0));
        let last = min((cell + ${before}) / ${stride}, ${out} - 1);
        var total = 0.0;
        for (var d = first.x; d <= last.x; d++) {
          for (var h = first.y; h <= last.y; h++) {
            for (var w = first.z; w <= last.z; w++) {
              let window = Place(at.image, vec3<i32>(d, h, w), at.channel);
              if (firstLargest(window) == index) { total += dy[indexOf(window, ${out})]; }
            }
          }
        }
        return total;
      }
    `;
    return [
      call.runWgsl?.({ inputs: ['dy', 'x'], code }, [dy, x], call.outputs[0] as TensorSpec) as TensorInfo,
    ];
  };
}

/** WGSL that finds the index of a window's first largest cell, NaN being the largest; -1 where all lies on padding. */
function firstLargest(axes: readonly WindowAxis[], { shape }: TensorInfo): string {
  const [window, stride, before, size] = (['window', 'stride', 'before', 'size'] as const).map(
    (name) => `vec3<i32>(${axes.map((axis) => axis[name])})`,
  );
  return `
    struct Place { image : i32, cell : vec3<i32>, channel : i32 };
    fn placeOf(index : i32, size : vec3<i32>) -> Place {
      let channel = index % ${shape.at(-1)};
      let spot = index / ${shape.at(-1)};
      let row = spot / size.z;
      let cell = vec3<i32>(row / size.y % size.x, row % size.y, spot % size.z);
      return Place(spot / (size.x * size.y * size.z), cell, channel);
    }
    fn indexOf(place : Place, size : vec3<i32>) -> i32 {
      let row = (place.image * size.x + place.cell.x) * size.y + place.cell.y;
      return (row * size.z + place.cell.z) * ${shape.at(-1)} + place.channel;
    }
    fn firstLargest(window : Place) -> i32 {
      let start = window.cell * ${stride} - ${before};
      let begin = max(start, vec3<i32>(0));
      let end = min(start + ${window}, ${size});
      var best = -1;
      var largest = 0.0;
      for (var d = begin.x; d < end.x; d++) {
        for (var h = begin.y; h < end.y; h++) {
          for (var w = begin.z; w < end.z; w++) {
            let index = indexOf(Place(window.image, vec3<i32>(d, h, w), window.channel), ${size});
            let value = x[index];
            if (best < 0 || value > largest || (isnan(value) && !isnan(largest))) {
              best = index;
              largest = value;
            }
          }
        }
      }
      return best;
    }
  `;
}

/** The axes of windows; images are volumes one deep. */
function axesOf({ attrs }: Call, axisCount: 2 | 3, { shape }: TensorInfo): readonly WindowAxis[] {
  const { filterSize, strides, pad } = attrs as {
    readonly filterSize: readonly number[];
    readonly strides: readonly number[];
    readonly pad: Padding;
  };
  const axes = windowAxes('maxPool', shape, { window: filterSize, strides, dilations: 1, pad }, axisCount);
  const flat = { size: 1, out: 1, window: 1, stride: 1, dilation: 1, before: 0, after: 0 };
  return axisCount === 3 ? axes : [flat, ...axes];
}
