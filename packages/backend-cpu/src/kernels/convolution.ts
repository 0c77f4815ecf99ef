import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import {
  allAre,
  type Call,
  chunkElements,
  chunksOf,
  type NativeKernel,
  noEpilogue,
  operand,
} from '../call.js';
import { directConvolution, directFilterGradient, suitsDirect } from './direct.js';
import { packedPanels } from './matmul.js';
import { reduce } from './reduction.js';
import { windowWords } from './window.js';
import {
  suitsWinograd,
  turned,
  winogradConvolution,
  winogradFilterGradient,
  winogradInputGradient,
} from './winograd.js';

/** Output pixels of a block of columns; see wasm/convolution.ts. */
const blockPixels = 192;

/** Multiplications of a chunk. */
const chunkProduct = 2 ** 21;

/** Most parts that the pixels are cut into for the filter's gradient: each takes memory for a whole filter. */
const mostParts = 16;

/** Conv2D of x and a filter. */
export const convolution: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  takesEpilogue: () => true,
  lower(call, epilogue = noEpilogue) {
    const [x, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv2d', x.shape, filter.shape);
    if (suitsWinograd(geometry, outChannels, call.attrs)) {
      winogradConvolution(call, geometry, outChannels, epilogue);
      return;
    }
    if (suitsDirect(geometry)) {
      directConvolution(call, geometry, outChannels, epilogue);
      return;
    }
    const { wasm } = call;
    const pixels = out.size / outChannels;
    const blocks = Math.max(1, Math.floor(chunkProduct / (blockPixels * taps * outChannels)));
    const chunkPixels = blockPixels * blocks;
    const matrix = { address: filter.address, row: outChannels, column: 1 };
    const panels = packedPanels(call, matrix, outChannels, taps);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.columnFloats(taps)));
    const words = [...windowWords(geometry), x.address, panels, outChannels, out.address, chunkPixels];
    words.push(epilogue.bias, epilogue.activation);
    call.emit('convolution', chunksOf(pixels, chunkPixels), words);
  },
};

/** Conv2DBackpropFilter of x and dy. */
export const filterGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv2dFilterGradient', x.shape, out.shape);
    const { wasm } = call;
    const pixels = dy.size / outChannels;
    if (pixels === 0) {
      call.emit('fill', chunksOf(out.size, chunkElements), [out.address, out.size, chunkElements, 0]);
      return;
    }
    if (suitsWinograd(geometry, outChannels, call.attrs)) {
      winogradFilterGradient(call, geometry, outChannels);
      return;
    }
    if (suitsDirect(geometry)) {
      directFilterGradient(call, geometry, outChannels);
      return;
    }
    const blocks = Math.ceil(pixels / blockPixels);
    const least = Math.ceil(chunkProduct / (blockPixels * taps * outChannels));
    const partPixels = blockPixels * Math.max(Math.ceil(blocks / mostParts), Math.min(least, blocks));
    const parts = chunksOf(pixels, partPixels);
    const to = parts === 1 ? out.address : call.workspace(4 * parts * out.size);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.blockFloats(outChannels) + wasm.columnFloats(taps)));
    const words = [...windowWords(geometry), x.address, dy.address, outChannels, to, partPixels];
    call.emit('filterGradient', parts, words);
    if (parts > 1) reduce(call, 'sumOf', to, out.address, { outer: 1, count: parts, inner: out.size });
  },
};

/** Conv2DBackpropInput of dy and the filter. */
export const inputGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv2dInputGradient', out.shape, filter.shape);
    const back = turned(geometry, outChannels);
    if (suitsWinograd(back, geometry.inChannels, call.attrs)) {
      winogradInputGradient(call, back, geometry.inChannels);
      return;
    }
    const { wasm } = call;
    const matrix = { address: filter.address, row: 1, column: outChannels };
    const panels = packedPanels(call, matrix, taps, outChannels);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.columnFloats(taps)));
    const words = [...windowWords(geometry), dy.address, panels, outChannels, out.address];
    call.emit('inputGradient', geometry.batchSize, words);
  },
};

function describe(
  { attrs }: Call,
  op: string,
  image: Shape,
  filter: Shape,
): { geometry: WindowGeometry; taps: number; outChannels: number } {
  const [height, width, channels, outChannels] = filter as [number, number, number, number];
  const { strides, dilations, pad } = attrs as Attrs & { strides: Pair; dilations?: Pair; pad: Padding };
  const window = [height, width] as const;
  const geometry = windowGeometry(op, image, { window, strides, dilations: dilations ?? 1, pad });
  return { geometry, taps: height * width * channels, outChannels };
}
