import { type AxisCount, type Padding, type WindowAxis, windowAxes } from '@descent/core';
import type { GraphWriter, OnnxNode } from '../graph-writer.js';
import { known, knownSizes, type Sizes } from '../size.js';
import { Unsupported } from '../unsupported.js';
import { inputOf, outputOf, type Rule, type RuleCall, type Rules, result } from './rule.js';

/** The window's path over the axes between batch and channels. */
function pathOver(call: RuleCall, image: Sizes, window: readonly number[]): readonly WindowAxis[] {
  const { strides, dilations = 1, pad } = call.attrs;
  const shape = [1, ...knownSizes(image.slice(1))];
  const options = {
    window,
    strides: strides as number[],
    dilations: dilations as number[],
    pad: pad as Padding,
  };
  return windowAxes(call.kernel, shape, options, window.length as AxisCount);
}

/** Strides, padding and the window's size as ONNX has them. */
function windowAttributes(axes: readonly WindowAxis[]): OnnxNode['attributes'] {
  return {
    kernel_shape: axes.map(({ window }) => window),
    strides: axes.map(({ stride }) => stride),
    pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
  };
}

const dilationsOf = (axes: readonly WindowAxis[]): OnnxNode['attributes'] => ({
  dilations: axes.map(({ dilation }) => dilation),
});

/** Kernels [...window, in, out] are [out, in, ...window] in ONNX. */
const convolution: Rule = (call, writer) => {
  const [x, filter] = [inputOf(call), inputOf(call, 1)];
  const count = filter.shape.length - 2;
  const axes = pathOver(call, x.shape, knownSizes(filter.shape.slice(0, count)));
  const weights = writer.transposed(filter, [count + 1, count, ...Array(count).keys()]);
  const attributes = { ...windowAttributes(axes), ...dilationsOf(axes), group: 1 };
  return [result(outputOf(call), writer.op('Conv', [writer.first(x), weights], attributes), 'first')];
};

/** Kernels [...window, channels, multiplier] are [channels · multiplier, 1, ...window] in ONNX, with a group each channel. */
const depthwise: Rule = (call, writer) => {
  const [x, filter] = [inputOf(call), inputOf(call, 1)];
  const [height, width, channels, multiplier] = knownSizes(filter.shape) as [number, number, number, number];
  const axes = pathOver(call, x.shape, [height, width]);
  const weights = writer.transposed(filter, [2, 3, 0, 1], [channels * multiplier, 1, height, width]);
  const attributes = { ...windowAttributes(axes), ...dilationsOf(axes), group: channels };
  return [result(outputOf(call), writer.op('Conv', [writer.first(x), weights], attributes), 'first')];
};

/** The gradient of a convolution's input is a transposed convolution: kernels [...window, out, in] are [in, out, ...window]. */
const transposedConvolution: Rule = (call, writer) => {
  const [dy, filter] = [inputOf(call), inputOf(call, 1)];
  const output = outputOf(call);
  const count = filter.shape.length - 2;
  const axes = pathOver(call, output.shape, knownSizes(filter.shape.slice(0, count)));
  const weights = writer.transposed(filter, [count + 1, count, ...Array(count).keys()]);
  const ends = axes.map(({ size, window, stride, dilation, before }, i) => {
    // The end that makes the result as long as it shall be: cells cut away, or cells beyond every window.
    const whole = stride * (known(dy.shape[i + 1]) - 1) + (window - 1) * dilation + 1;
    return whole - before - size;
  });
  const attributes = {
    kernel_shape: axes.map(({ window }) => window),
    strides: axes.map(({ stride }) => stride),
    ...dilationsOf(axes),
    pads: [...axes.map(({ before }) => before), ...ends.map((end) => Math.max(end, 0))],
    output_padding: ends.map((end) => Math.max(-end, 0)),
    group: 1,
  };
  return [result(output, writer.op('ConvTranspose', [writer.first(dy), weights], attributes), 'first')];
};

const pool =
  (opType: string): Rule =>
  (call, writer) => {
    const x = inputOf(call);
    const axes = pathOver(call, x.shape, call.attrs.filterSize as readonly number[]);
    if (axes.some(({ before, after, window }) => Math.max(before, after) >= window)) {
      throw new Unsupported('with as much padding as the window, or more');
    }
    return [result(outputOf(call), writer.op(opType, [writer.first(x)], windowAttributes(axes)), 'first')];
  };

/** Where the pixels of both images lie upon each other. */
function placesOf({ alignCorners, halfPixelCenters }: RuleCall['attrs']): string {
  if (alignCorners) return 'align_corners';
  return halfPixelCenters ? 'half_pixel' : 'asymmetric';
}

/** Sizes of a resized image as inputs of Resize: scales where they are whole, else the sizes. */
export function resizeTo(writer: GraphWriter, from: Sizes, to: Sizes): string[] {
  const scales = from.slice(1).map((size, i) => known(to[i + 1]) / known(size));
  const [between, channels] = [scales.slice(0, -1), scales.at(-1) as number];
  if (scales.every(Number.isInteger)) {
    const values = Float32Array.of(1, channels, ...between);
    return ['', writer.constant(values, [values.length], 'float32')];
  }
  const first = to[0] as Sizes[number];
  return ['', '', writer.sizes([first, to.at(-1) as number, ...to.slice(1, -1)])];
}

const resize =
  (mode: 'linear' | 'nearest'): Rule =>
  (call, writer) => {
    const x = inputOf(call);
    const { alignCorners, halfPixelCenters } = call.attrs;
    if (mode === 'nearest' && halfPixelCenters) return halfPixelNearest(call, writer);
    const attributes = {
      mode,
      coordinate_transformation_mode: placesOf(call.attrs),
      ...(mode === 'nearest' && { nearest_mode: alignCorners ? 'round_prefer_ceil' : 'floor' }),
    };
    const inputs = [writer.first(x), ...resizeTo(writer, x.shape, outputOf(call).shape)];
    return [result(outputOf(call), writer.op('Resize', inputs, attributes), 'first')];
  };

/** floor((i + ½) · from / to): the pixel in which the middle lies, as rows and columns that are picked. */
function halfPixelNearest(call: RuleCall, writer: GraphWriter): ReturnType<Rule> {
  const x = inputOf(call);
  const output = outputOf(call);
  const pick = (name: string, axis: number): string => {
    const [from, to] = [known(x.shape[axis]), known(output.shape[axis])];
    const places = Array.from({ length: to }, (_, i) =>
      Math.min(Math.floor((i + 0.5) * (from / to)), from - 1),
    );
    return writer.op('Gather', [name, writer.whole(places)], { axis: axis + 1 });
  };
  return [result(output, pick(pick(writer.first(x), 1), 2), 'first')];
}

/** Kernels that look at their input through windows, and those that resize it. */
export const windowRules: Rules = {
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposedConvolution,
  Conv3DBackpropInputV2: transposedConvolution,
  MaxPool: pool('MaxPool'),
  MaxPool3D: pool('MaxPool'),
  AvgPool: pool('AveragePool'),
  AvgPool3D: pool('AveragePool'),
  ResizeBilinear: resize('linear'),
  ResizeNearestNeighbor: resize('nearest'),
};
