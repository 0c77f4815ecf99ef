import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import { allAre, type Call, chunksOf, type NativeKernel, operand } from '../call.js';
import { mostParts, sumOfParts } from './blocks.js';
import { fillWith, move } from './movement.js';
import { reduce } from './reduction.js';
import { windowWords } from './window.js';

/** Multiplications of a chunk. */
const chunkProduct = 2 ** 18;

/** The filter as the loop goes over it, and how far apart the image's cells are taken to lie. */
interface Taps {
  readonly first: number;
  readonly step: number;
  readonly spread: readonly [number, number];
}

/** DepthwiseConv2dNative of x and a filter. */
export const depthwiseConvolution: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, multiplier } = describe(call, 'depthwiseConv2d', x.shape, filter.shape);
    const from = repeated(call, x.address, x.size, multiplier);
    const taps: Taps = { first: filter.address, step: geometry.inChannels, spread: [1, 1] };
    emitRows(call, geometry, from, taps, out.address);
  },
};

/** DepthwiseConv2dNativeBackpropFilter of x and dy. */
export const depthwiseFilterGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, multiplier } = describe(call, 'depthwiseConv2dFilterGradient', x.shape, out.shape);
    if (dy.size === 0) {
      fillWith(call, out, 0);
      return;
    }
    const from = repeated(call, x.address, x.size, multiplier);
    const rows = geometry.batchSize * geometry.outHeight;
    const partRows = Math.max(rowsOfProducts(geometry), Math.ceil(rows / mostParts));
    const parts = chunksOf(rows, partRows);
    const words = [...windowWords(geometry), from, dy.address];
    sumOfParts(call, parts, out, (to) =>
      call.emit('depthwiseFilterGradient', parts, [...words, to, partRows]),
    );
  },
};

/** DepthwiseConv2dNativeBackpropInput of dy and the filter: dy, spread by the strides, under the filter turned by 180°. */
export const depthwiseInputGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry: g, multiplier } = describe(
      call,
      'depthwiseConv2dInputGradient',
      out.shape,
      filter.shape,
    );
    const back: WindowGeometry = {
      ...g,
      inHeight: g.outHeight,
      inWidth: g.outWidth,
      outHeight: g.inHeight,
      outWidth: g.inWidth,
      strideHeight: 1,
      strideWidth: 1,
      padTop: (g.windowHeight - 1) * g.dilationHeight - g.padTop,
      padLeft: (g.windowWidth - 1) * g.dilationWidth - g.padLeft,
    };
    const taps: Taps = {
      first: filter.address + 4 * (filter.size - g.inChannels),
      step: -g.inChannels,
      spread: [g.strideHeight, g.strideWidth],
    };
    const to = multiplier === 1 ? out.address : call.workspace(4 * out.size * multiplier);
    emitRows(call, back, dy.address, taps, to);
    if (multiplier > 1)
      reduce(call, 'sumOf', to, out.address, { outer: out.size, count: multiplier, inner: 1 });
  },
};

function emitRows(call: Call, geometry: WindowGeometry, x: number, taps: Taps, out: number): void {
  const perChunk = rowsOfProducts(geometry);
  const words = [...windowWords(geometry), x, taps.first, out, perChunk, taps.step, ...taps.spread];
  call.emit('depthwise', chunksOf(geometry.batchSize * geometry.outHeight, perChunk), words);
}

/** How many output rows make up a chunk. */
function rowsOfProducts({ outWidth, inChannels, windowHeight, windowWidth }: WindowGeometry): number {
  return Math.max(1, Math.floor(chunkProduct / (outWidth * inChannels * windowHeight * windowWidth)));
}

/** Address of an image in which each channel stands `multiplier` times, so that every filter has one of its own. */
function repeated(call: Call, from: number, size: number, multiplier: number): number {
  if (multiplier === 1 || size === 0) return from;
  const to = call.workspace(4 * size * multiplier);
  move(call, from, to, 'float32', [size, multiplier], [1, 0], [multiplier, 1]);
  return to;
}

/** The window's path with a channel for each filter, as the loops see it. */
function describe(
  { attrs }: Call,
  op: string,
  image: Shape,
  filter: Shape,
): { geometry: WindowGeometry; multiplier: number } {
  const [height, width, channels, multiplier] = filter as [number, number, number, number];
  const { strides, dilations, pad } = attrs as Attrs & { strides: Pair; dilations?: Pair; pad: Padding };
  const window = [height, width] as const;
  const geometry = windowGeometry(op, image, { window, strides, dilations: dilations ?? 1, pad });
  return { geometry: { ...geometry, inChannels: channels * multiplier }, multiplier };
}
