import {
  type Padding,
  type Shape,
  sizeOf,
  type TensorSpec,
  type WindowAxis,
  windowAxes,
} from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';
import { convolutionCalls } from './convolutions.js';
import { zerosOutside } from './webgl-elementwise.js';

/** Most values of a matrix of patches: 256 MiB of float32. */
const mostValues = 2 ** 26;

/**
 * Convolutions of images as one product of two matrices, one of them of the patches that windows see. tfjs' shader for the
 * gradient of a filter makes one value at a time of two reads for each multiplication; those of the others have a product
 * for each image, or none. What would need too large a matrix is left to them.
 */
export const webglConvolutions: Readonly<Record<string, CallOfTfjs>> = {
  // y = patches of x · filter
  Conv2D(call) {
    const [x, filter] = call.inputs as [TensorInfo, TensorInfo];
    const { shape } = call.outputs[0] as TensorSpec;
    const axes = axesOf(call, x.shape, filter.shape);
    const columns = sizeOf(filter.shape.slice(0, 3));
    const isPlain = axes.every(({ window, stride, size, out }) => window * stride === 1 && size === out);
    if (isPlain || isTooLarge(shape, columns)) return (convolutionCalls.Conv2D as CallOfTfjs)(call);
    const taps = call.view(filter, [1, columns, filter.shape[3] as number]);
    return product(call, patchesOf(call, x, axes), taps, false, shape);
  },
  // dW = (patches of x)ᵀ · dy
  Conv2DBackpropFilter(call) {
    const [x, dy] = call.inputs as [TensorInfo, TensorInfo];
    const { shape } = call.outputs[0] as TensorSpec;
    if (isTooLarge(dy.shape, sizeOf(shape.slice(0, 3)))) {
      return (convolutionCalls.Conv2DBackpropFilter as CallOfTfjs)(call);
    }
    const arriving = call.view(dy, [1, sizeOf(dy.shape.slice(0, 3)), dy.shape[3] as number]);
    return product(call, patchesOf(call, x, axesOf(call, x.shape, shape)), arriving, true, shape);
  },
  // dx = patches of dy · filter, where the window goes backwards
  Conv2DBackpropInput(call) {
    const [dy, filter] = call.inputs as [TensorInfo, TensorInfo];
    const { shape } = call.outputs[0] as TensorSpec;
    const [height, width, inCount, outCount] = filter.shape as [number, number, number, number];
    const axes = axesOf(call, shape, filter.shape);
    if (axes.some(({ stride }) => stride > 1) || isTooLarge(shape, height * width * outCount)) {
      return (convolutionCalls.Conv2DBackpropInput as CallOfTfjs)(call);
    }
    const back = axes.map(({ size, out, before, dilation, ...rest }) => {
      return { ...rest, size: out, out: size, before: -before, dilation: -dilation };
    });
    const taps = call.view(filter, [height * width, inCount, outCount]);
    const [turned] = call.run('Transpose', [taps], { perm: [0, 2, 1] });
    const matrix = call.view(turned as TensorInfo, [1, height * width * outCount, inCount]);
    return product(call, patchesOf(call, dy, back as [WindowAxis, WindowAxis]), matrix, false, shape);
  },
};

function axesOf({ attrs }: Call, input: Shape, filter: Shape): readonly [WindowAxis, WindowAxis] {
  const { strides, dilations, pad } = attrs as {
    readonly strides: readonly number[];
    readonly dilations: readonly number[];
    readonly pad: Padding;
  };
  const options = { window: filter.slice(0, 2), strides, dilations: dilations ?? 1, pad };
  return windowAxes('conv2d', input, options, 2) as [WindowAxis, WindowAxis];
}

/** Whether a matrix of patches is too large, with a row for each pixel of some images. */
function isTooLarge(images: Shape, columns: number): boolean {
  return sizeOf(images.slice(0, 3)) * columns > mostValues;
}

function product(
  { run, view }: Call,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  shape: Shape,
): TensorInfo[] {
  const [made] = run('BatchMatMul', [a, b], { transposeA, transposeB: false });
  return [view(made as TensorInfo, shape)];
}

/** A matrix of the pixels that each window sees: windows of all images down, cells of the window and channels across. */
function patchesOf(
  { runProgram, view }: Call,
  x: TensorInfo,
  [down, across]: readonly [WindowAxis, WindowAxis],
): TensorInfo {
  const channels = x.shape[3] as number;
  const shape: Shape = [
    (x.shape[0] as number) * down.out * across.out,
    down.window * across.window * channels,
  ];
  const userCode = `
    // Two channels of a window's cell, the first in the given column.
    vec2 pair(int row, int column) {
      int cell = column / ${channels};
      int channel = column - cell * ${channels};
      int image = row / ${down.out * across.out};
      int place = row - image * ${down.out * across.out};
      int cellY = cell / ${across.window};
      int placeY = place / ${across.out};
      int y = placeY * ${down.stride} - (${down.before}) + cellY * (${down.dilation});
      int x = (place - placeY * ${across.out}) * ${across.stride} - (${across.before})
        + (cell - cellY * ${across.window}) * (${across.dilation});
      if (y < 0 || y >= ${down.size} || x < 0 || x >= ${across.size}) return vec2(0.0);
      vec4 pixel = getX(image, y, x, channel);
      vec2 both = (x & 1) == 0 ? pixel.xy : pixel.zw;
      return ${channels % 2 ? '(channel & 1) == 1 ? both.yx : both' : 'both'};
    }
    vec2 values(int row, int column) {
      return ${channels % 2 ? 'vec2(pair(row, column).x, pair(row, column + 1).x)' : 'pair(row, column)'};
    }
    void main() {
      ivec2 place = getOutputCoords();
      vec4 result = vec4(values(place.x, place.y), values(place.x + 1, place.y));
      ${zerosOutside(shape)}
      setOutput(result);
    }
  `;
  const program = {
    variableNames: ['X'],
    outputShape: [...shape],
    userCode,
    packedInputs: true,
    packedOutput: true,
  };
  return view((runProgram as NonNullable<Call['runProgram']>)(program, [x], 'float32'), [1, ...shape]);
}
