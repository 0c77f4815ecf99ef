import { conv2d, pad, scope, type Tensor, tensor, type WindowGeometry, windowGeometry } from '@descent/core';
import { flops } from '@descent/explain';
import * as layers from '@descent/layers';
import type { Cell } from '../shared/cell-grid.js';
import { firstTap } from './presets.js';
import { imageSize, largestFilter, mostChannels, type PaddingKind, type Settings } from './protocol.js';

/** The numbers of a tensor, the last axis inside. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A convolution and what led to it. */
export interface Convolved {
  readonly geometry: WindowGeometry;
  /** With its padding, [height, width, channels]. */
  readonly padded: Numbers;
  /** [height, width, inChannels, outChannels] */
  readonly filter: Numbers;
  /** [outHeight, outWidth, outChannels] */
  readonly output: Numbers;
}

/** What a filter makes of one window in one channel. */
export interface ChannelSum {
  readonly cells: readonly number[];
  readonly weights: readonly number[];
  readonly products: Float32Array;
  readonly sum: number;
}

/** The shape of what conv2d gets here, without the batch. */
const inputShape = (channels: number) => [imageSize.rows, imageSize.columns, channels] as const;
const paddingOf = (kind: PaddingKind) => (kind === 'valid' ? 'valid' : 'same');

/** Whether the window with its gaps has room in the image. */
export function fits({ size, dilation, padding }: Settings): boolean {
  return padding !== 'valid' || (size - 1) * dilation + 1 <= imageSize.rows;
}

/** Convolves the picture with the filters, both stored with all channels. */
export function convolve(
  settings: Settings,
  image: Float32Array,
  filters: readonly Float32Array[],
): Convolved {
  const { size, stride, dilation, padding, channels } = settings;
  const shape = [1, ...inputShape(channels)] as const;
  const geometry = windowGeometry('conv2d', shape, {
    window: size,
    strides: stride,
    dilations: dilation,
    pad: paddingOf(padding),
  });
  return scope(() => {
    const { padTop, padBottom, padLeft, padRight } = geometry;
    const x = tensor(
      image.filter((_, i) => i % mostChannels < channels),
      shape,
    );
    const mode = padding === 'reflect' || padding === 'edge' ? padding : 0;
    const sides = [
      [0, 0],
      [padTop, padBottom],
      [padLeft, padRight],
      [0, 0],
    ] as const;
    const padded = pad(x as Tensor, sides, mode);
    const filter = tensor(weightsOf(settings, filters), [size, size, channels, settings.filters]);
    const options = { strides: stride, dilations: dilation };
    // Zeros are what conv2d itself pads with.
    const output =
      mode === 0
        ? conv2d(x, filter, { ...options, padding: paddingOf(padding) })
        : conv2d(padded as Tensor<readonly [number, number, number, number]>, filter, options);
    const numbers = (each: Tensor, from = 0): Numbers => ({
      shape: each.shape.slice(from),
      values: each.dataSync() as Float32Array,
    });
    return {
      geometry,
      padded: numbers(padded, 1),
      filter: numbers(filter as Tensor),
      output: numbers(output as Tensor, 1),
    };
  });
}

/** The taps that count, [height, width, inChannels, outChannels]. */
function weightsOf({ size, channels }: Settings, filters: readonly Float32Array[]): Float32Array {
  const first = firstTap(size);
  return Float32Array.from({ length: size * size * channels * filters.length }, (_, i) => {
    const filter = i % filters.length;
    const channel = Math.floor(i / filters.length) % channels;
    const tap = Math.floor(i / filters.length / channels);
    const [y, x] = [first + Math.floor(tap / size), first + (tap % size)];
    return filters[filter]?.[(y * largestFilter + x) * mostChannels + channel] as number;
  });
}

/** The products and sums of a window, channel by channel. */
export function sumsAt(
  { geometry, padded, filter }: Convolved,
  { row, column }: Cell,
  outChannel: number,
): readonly ChannelSum[] {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  const [height = 0, width = 0, channels = 0, filters = 0] = filter.shape;
  const columns = padded.shape[1] as number;
  const taps = Array.from({ length: height * width }, (_, i) => i);
  return Array.from({ length: channels }, (_, channel) => {
    const cells = taps.map((tap) => {
      const y = row * strideHeight + Math.floor(tap / width) * dilationHeight;
      const x = column * strideWidth + (tap % width) * dilationWidth;
      return padded.values[(y * columns + x) * channels + channel] as number;
    });
    const weights = taps.map(
      (tap) => filter.values[(tap * channels + channel) * filters + outChannel] as number,
    );
    return scope(() => {
      const products = tensor(cells).mul(tensor(weights));
      return { cells, weights, products: products.dataSync() as Float32Array, sum: products.sum().item() };
    });
  });
}

/** What a layer costs. */
export interface Cost {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** The cost of this layer, and of a dense one between as many cells, from models of the library. */
export function costs({ size, stride, dilation, padding, channels, filters }: Settings): {
  readonly convolution: Cost;
  readonly dense: Cost;
} {
  const input = inputShape(channels);
  using convolution = layers.sequential(
    { input },
    layers.conv2d({
      filters,
      kernelSize: size,
      strides: stride,
      dilations: dilation,
      padding: paddingOf(padding),
    }),
  );
  const units = convolution.outputShape.reduce<number>((product, each) => product * each, 1);
  using dense = layers.sequential({ input }, layers.flatten(), layers.dense(units));
  return { convolution: flops(convolution as never), dense: flops(dense as never) };
}
