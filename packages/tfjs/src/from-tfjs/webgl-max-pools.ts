import { type Padding, type TensorSpec, windowAxes } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';

/** Pools along rows, columns and, of volumes, depths, as shaders: tfjs' pass NaN over and give ties to the last. */
export const webglMaxPools: Readonly<Record<string, CallOfTfjs>> = {
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
    const { inputs, outputs, view } = call;
    const x = inputs[gives === 'value' ? 0 : 1] as TensorInfo;
    const { shape } = outputs[0] as TensorSpec;
    const largest = `
      ivec3 cell = firstLargest(coords.x, ivec3(coords.y, coords.z, coords.w), coords.u);
    `;
    const none = gives === 'value' ? 'NAN' : '0.0';
    const source = gives === 'value' ? 'X' : 'Dx';
    const userCode = `
      ${firstLargest(call, axisCount, x)}
      void main() {
        ivec5 coords = getOutputCoords();
        ${largest}
        setOutput(cell.x < 0 ? ${none} : get${source}(coords.x, cell.x, cell.y, cell.z, coords.u));
      }
    `;
    const five = gives === 'value' ? [x] : [inputs[0] as TensorInfo, x];
    const made = call.runProgram?.(
      {
        variableNames: gives === 'value' ? ['X'] : ['Dx', 'X'],
        outputShape: asVolume(shape),
        userCode,
      },
      five.map((each) => view(each, asVolume(each.shape))),
      'float32',
    ) as TensorInfo;
    return [view(made, shape)];
  };
}

/** For each cell the gradients of the windows whose first largest it is. */
function ofCells(axisCount: 2 | 3): CallOfTfjs {
  return (call) => {
    const [dy, x] = call.inputs as [TensorInfo, TensorInfo];
    const axes = axesOf(call, axisCount, x);
    const [sizes, strides, before, counts] = (['window', 'stride', 'before', 'out'] as const).map(
      (name) => `ivec3(${axes.map((axis) => axis[name])})`,
    );
    const userCode = `
      ${firstLargest(call, axisCount, x)}
      void main() {
        ivec5 coords = getOutputCoords();
        ivec3 place = ivec3(coords.y, coords.z, coords.w);
        // Windows from the first that reaches the cell to the last that begins before it.
        ivec3 first = max((place + ${before} - ${sizes} + ${strides}) / ${strides}, ivec3(0));
        ivec3 last = min((place + ${before}) / ${strides}, ${counts} - 1);
        float total = 0.0;
        for (int d = first.x; d <= last.x; d++) {
          for (int h = first.y; h <= last.y; h++) {
            for (int w = first.z; w <= last.z; w++) {
              if (firstLargest(coords.x, ivec3(d, h, w), coords.u) == place) {
                total += getDy(coords.x, d, h, w, coords.u);
              }
            }
          }
        }
        setOutput(total);
      }
    `;
    const made = call.runProgram?.(
      { variableNames: ['Dy', 'X'], outputShape: asVolume(x.shape), userCode },
      [dy, x].map((each) => call.view(each, asVolume(each.shape))),
      'float32',
    ) as TensorInfo;
    return [call.view(made, x.shape)];
  };
}

/** GLSL that finds the first largest cell of a window, NaN being the largest; -1 where all lies on padding. */
function firstLargest(call: Call, axisCount: 2 | 3, x: TensorInfo): string {
  const axes = axesOf(call, axisCount, x);
  const [sizes, strides, before, cells] = (['window', 'stride', 'before', 'size'] as const).map(
    (name) => `ivec3(${axes.map((axis) => axis[name])})`,
  );
  return `
    ivec3 firstLargest(int image, ivec3 window, int channel) {
      ivec3 start = window * ${strides} - ${before};
      ivec3 from = max(start, ivec3(0));
      ivec3 to = min(start + ${sizes}, ${cells});
      ivec3 best = ivec3(-1);
      float largest = 0.0;
      for (int d = from.x; d < to.x; d++) {
        for (int h = from.y; h < to.y; h++) {
          for (int w = from.z; w < to.z; w++) {
            float value = getX(image, d, h, w, channel);
            if (best.x < 0 || value > largest || (isnan(value) && !isnan(largest))) {
              best = ivec3(d, h, w);
              largest = value;
            }
          }
        }
      }
      return best;
    }
  `;
}

function axesOf({ attrs }: Call, axisCount: 2 | 3, { shape }: TensorInfo) {
  const { filterSize, strides, pad } = attrs as {
    readonly filterSize: readonly number[];
    readonly strides: readonly number[];
    readonly pad: Padding;
  };
  const axes = windowAxes('maxPool', shape, { window: filterSize, strides, dilations: 1, pad }, axisCount);
  const flat = { size: 1, out: 1, window: 1, stride: 1, before: 0 };
  return axisCount === 3 ? axes : [flat, ...axes];
}

/** Images as volumes one deep. */
function asVolume(shape: readonly number[]): number[] {
  return shape.length === 5 ? [...shape] : [shape[0] as number, 1, ...shape.slice(1)];
}
