import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import { allAre, type Call, chunksOf, type NativeKernel, noEpilogue, operand } from '../call.js';
import { sumOfParts, unitsOfChunk, unitsOfPart } from './blocks.js';
import { directConvolution, directFilterGradient, suitsDirect } from './direct.js';
import { packedPanels } from './matmul.js';
import { fillWith } from './movement.js';
import { windowWords } from './window.js';
import {
  suitsWinograd,
  turned,
  winogradConvolution,
  winogradFilterGradient,
  winogradInputGradient,
} from './winograd.js';

/** Output pixels of a block of columns; see wasm/column-block.ts. */
const blockPixels = 192;

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
    const chunkPixels = unitsOfChunk(blockPixels, taps * outChannels);
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
      fillWith(call, out, 0);
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
    const partPixels = unitsOfPart(pixels, blockPixels, taps * outChannels);
    const parts = chunksOf(pixels, partPixels);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.blockFloats(outChannels) + wasm.columnFloats(taps)));
    const words = [...windowWords(geometry), x.address, dy.address, outChannels];
    sumOfParts(call, parts, out, (to) => call.emit('filterGradient', parts, [...words, to, partPixels]));
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
