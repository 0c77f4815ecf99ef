import { type Attrs, type Padding, sizeOf, type WindowAxis, windowAxes } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { crop, shift, spread, thin } from './axes.js';
import type { Call } from './call.js';

/** What a gradient of a convolution without dilations is made of: two tensors and attributes. */
export type ConvolutionGradient = (call: Call, inputs: readonly TensorInfo[], attrs: Attrs) => TensorInfo;

/**
 * Gradients of convolutions, as convolutions: where tfjs has no kernels for them, or wrong ones. What arrives is set
 * apart by the strides; then each pixel meets the filter from behind, or each tap its pixels.
 */
export const gradientsByConvolution: Readonly<Record<string, ConvolutionGradient>> = {
  Conv2DBackpropInput: ofInput('Conv2D', 2),
  Conv3DBackpropInputV2: ofInput('Conv3D', 3),
  Conv2DBackpropFilter: ofFilter('Conv2D', 2),
  Conv3DBackpropFilterV2: ofFilter('Conv3D', 3),

  DepthwiseConv2dNativeBackpropInput(call, [dy, filter], attrs) {
    const [height, width, channels, multiplier] = (filter as TensorInfo).shape as [
      number,
      number,
      number,
      number,
    ];
    const inputShape = attrs.inputShape as readonly number[];
    const axes = axesOf(inputShape, [height, width], attrs);
    const [reversed] = call.run('Reverse', [filter as TensorInfo], { dims: [0, 1] });
    const taps = call.view(reversed as TensorInfo, [height, width, channels * multiplier, 1]);
    const arriving = shift(call, spreadOut(call, dy as TensorInfo, axes), aroundInput(axes));
    const [parts] = call.run('DepthwiseConv2dNative', [arriving, taps], plain(attrs, 2));
    const apart = call.view(parts as TensorInfo, [...inputShape, multiplier]);
    return call.run('Sum', [apart], { axis: [4], keepDims: false })[0] as TensorInfo;
  },

  DepthwiseConv2dNativeBackpropFilter(call, [x, dy], attrs) {
    const [height, width, channels, multiplier] = attrs.filterShape as [number, number, number, number];
    const axes = axesOf((x as TensorInfo).shape, [height, width], attrs);
    const whole = shift(
      call,
      x as TensorInfo,
      axes.map((axis) => [axis.before, spanOf(axis) + axis.window - 1 - axis.size - axis.before]),
    );
    const count = sizeOf((dy as TensorInfo).shape) / (channels * multiplier);
    const arriving = call.view(dy as TensorInfo, [count, channels, multiplier]);
    const taps = placesOf(axes).map((place) => {
      const seen = call.view(cellsAt(call, whole, axes, place), [count, channels, 1]);
      const products = call.run('Multiply', [seen, arriving]);
      return call.run('Sum', products, { axis: [0], keepDims: false })[0] as TensorInfo;
    });
    return call.view(
      call.run('Pack', taps, { axis: 0 })[0] as TensorInfo,
      attrs.filterShape as readonly number[],
    );
  },
};

/** Places in a window, row by row. */
export function placesOf(axes: readonly WindowAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (places, { window }) =>
      places.flatMap((place) => Array.from({ length: window }, (_, i) => [...place, i])),
    [[]],
  );
}

/** For each window the cell at a place in it, of an input that has all cells of all windows. */
export function cellsAt(
  call: Call,
  whole: TensorInfo,
  axes: readonly WindowAxis[],
  place: readonly number[],
): TensorInfo {
  const sides = axes.map((axis, i): [number, number] => {
    const begin = place[i] as number;
    return [begin, (whole.shape[i + 1] as number) - begin - spanOf(axis)];
  });
  const seen = crop(call, whole, [[0, 0], ...sides]);
  return thin(call, seen, [1, ...axes.map(({ stride }) => stride)]);
}

/** Cells from the first window's start to the last one's. */
export function spanOf({ out, stride }: WindowAxis): number {
  return (out - 1) * stride + 1;
}

/** A value for each window, as far apart as the windows. */
export function spreadOut(call: Call, x: TensorInfo, axes: readonly WindowAxis[]): TensorInfo {
  return spread(call, x, [1, ...axes.map(({ stride }) => stride)]);
}

function ofInput(forward: string, axisCount: 2 | 3): ConvolutionGradient {
  return (call, [dy, filter], attrs) => {
    const shape = (filter as TensorInfo).shape;
    const axes = axesOf(attrs.inputShape as readonly number[], shape.slice(0, axisCount), attrs);
    const spatial = axes.map((_, i) => i);
    const reversed = call.run('Reverse', [filter as TensorInfo], { dims: spatial });
    const taps = call.run('Transpose', reversed, { perm: [...spatial, axisCount + 1, axisCount] });
    const arriving = shift(call, spreadOut(call, dy as TensorInfo, axes), aroundInput(axes));
    return call.run(forward, [arriving, ...taps], plain(attrs, axisCount))[0] as TensorInfo;
  };
}

function ofFilter(forward: string, axisCount: 2 | 3): ConvolutionGradient {
  return (call, [x, dy], attrs) => {
    const filterShape = attrs.filterShape as readonly number[];
    const axes = axesOf((x as TensorInfo).shape, filterShape.slice(0, axisCount), attrs);
    const spatial = axes.map((_, i) => i + 1);
    const [batch, channels] = [0, axisCount + 1];
    const images = shift(
      call,
      x as TensorInfo,
      axes.map((axis) => [axis.before, axis.window - 1 + spanOf(axis) - axis.size - axis.before]),
    );
    const seen = call.run('Transpose', [images], { perm: [channels, ...spatial, batch] });
    const arriving = spreadOut(call, dy as TensorInfo, axes);
    const taps = call.run('Transpose', [arriving], { perm: [...spatial, batch, channels] });
    const made = call.run(forward, [...seen, ...taps], plain(attrs, axisCount));
    return call.run('Transpose', made, { perm: [...spatial, 0, channels] })[0] as TensorInfo;
  };
}

/** Cells to add to what arrives, so that the reversed filter meets every pixel of the input. */
function aroundInput(axes: readonly WindowAxis[]): [number, number][] {
  return axes.map((axis) => {
    const before = axis.window - 1 - axis.before;
    return [before, axis.size + axis.window - 1 - before - spanOf(axis)];
  });
}

function axesOf(inputShape: readonly number[], window: readonly number[], attrs: Attrs) {
  const { strides, pad } = attrs as unknown as { readonly strides: number[]; readonly pad: Padding };
  const options = { window, strides, dilations: 1, pad };
  return windowAxes('convolution', inputShape, options, window.length as 2 | 3);
}

/** A convolution of neighbouring windows, without padding. */
function plain(attrs: Attrs, axisCount: 2 | 3): Attrs {
  const ones = new Array<number>(axisCount).fill(1);
  return { ...attrs, strides: ones, dilations: ones, pad: 'valid' };
}
