import { type Attrs, type Padding, windowAxes } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { crop, pad, spread, thin } from './axes.js';
import type { Call, CallOfTfjs } from './call.js';
import { gradientsByConvolution } from './convolution-gradients.js';

/** Options of a convolution, as kernels carry them. */
interface WindowAttrs {
  readonly strides: number | readonly number[];
  readonly dilations: number | readonly number[];
  readonly pad: Padding;
}

type Sides = readonly (readonly [number, number])[];

/**
 * Calls of convolutions. tfjs has gradients of undilated ones only, and no padding of volumes by sides: a filter is
 * dilated by zeros between its taps, and what lies on padding is added or taken away.
 */
export const convolutionCalls: Readonly<Record<string, CallOfTfjs>> = {
  ...callsOf(2, 'Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'),
  ...callsOf(
    2,
    'DepthwiseConv2dNative',
    'DepthwiseConv2dNativeBackpropInput',
    'DepthwiseConv2dNativeBackpropFilter',
  ),
  ...callsOf(3, 'Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'),
};

function callsOf(
  axisCount: 2 | 3,
  forward: string,
  inputGradient: string,
  filterGradient: string,
): Readonly<Record<string, CallOfTfjs>> {
  return {
    [forward](call) {
      const [x, filter] = call.inputs as [TensorInfo, TensorInfo];
      const { dilations, plain, sides } = laidOut(call.attrs, axisCount, x.shape, filter.shape);
      const isStrided = stepsOf(call.attrs.strides as number, axisCount).some((stride) => stride > 1);
      // tfjs takes either dilations or strides.
      const taps = isStrided ? spread(call, filter, dilations) : filter;
      const attrs = isStrided ? plain : { ...plain, dilations };
      return call.run(forward, [sides ? pad(call, x, sides) : x, taps], attrs);
    },
    [inputGradient](call) {
      const [dy, filter] = call.inputs as [TensorInfo, TensorInfo];
      const inputShape = call.attrs.inputShape as readonly number[];
      const { dilations, plain, sides } = laidOut(call.attrs, axisCount, inputShape, filter.shape);
      const taps = spread(call, filter, dilations);
      if (!sides) return [undilated(call, inputGradient, [dy, taps], plain)];
      const padded = inputShape.map((size, axis) => size + sum(sides[axis] as readonly [number, number]));
      const dx = undilated(call, inputGradient, [dy, taps], { ...plain, inputShape: padded });
      return [crop(call, dx, sides)];
    },
    [filterGradient](call) {
      const [x, dy] = call.inputs as [TensorInfo, TensorInfo];
      const filterShape = call.attrs.filterShape as readonly number[];
      const { dilations, plain, sides } = laidOut(call.attrs, axisCount, x.shape, filterShape);
      const dilated = filterShape.map((size, axis) => (size - 1) * (dilations[axis] ?? 1) + 1);
      const dw = undilated(call, filterGradient, [sides ? pad(call, x, sides) : x, dy], {
        ...plain,
        filterShape: dilated,
      });
      return [thin(call, dw, dilations)];
    },
  };
}

/** A gradient of a convolution without dilations, by tfjs' kernel, but where that is missing or wrong. */
function undilated(call: Call, name: string, inputs: readonly TensorInfo[], attrs: Attrs): TensorInfo {
  const made = call.backend === 'wasm' ? gradientsByConvolution[name] : undefined;
  return made ? made(call, inputs, attrs) : (call.run(name, inputs, attrs)[0] as TensorInfo);
}

/** The dilations of a call, its attributes without them, and, where tfjs takes no padding by sides, the cells to add. */
function laidOut(
  attrs: Attrs,
  axisCount: 2 | 3,
  inputShape: readonly number[],
  filterShape: readonly number[],
) {
  const { strides, dilations: given, pad: padding } = attrs as unknown as WindowAttrs;
  const dilations = stepsOf(given ?? 1, axisCount);
  const bySides = axisCount === 3 && Array.isArray(padding);
  const plain: Attrs = { ...attrs, dilations: dilations.map(() => 1), ...(bySides && { pad: 'valid' }) };
  if (!bySides) return { dilations, plain };
  const window = filterShape.slice(0, axisCount);
  const axes = windowAxes('conv3d', inputShape, { window, strides, dilations, pad: padding }, axisCount);
  const sides: Sides = [[0, 0], ...axes.map(({ before, after }) => [before, after] as const), [0, 0]];
  return { dilations, plain, sides };
}

function sum([before, after]: readonly [number, number]): number {
  return before + after;
}

function stepsOf(steps: number | readonly number[], axisCount: number): readonly number[] {
  return typeof steps === 'number' ? new Array<number>(axisCount).fill(steps) : steps;
}
