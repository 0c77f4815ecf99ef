import type { WindowGeometry } from '@descent/core';
import { type Call, chunksOf, type Epilogue, operand } from '../call.js';
import { mostParts, sumOfParts } from './blocks.js';
import { packedPanels } from './matmul.js';
import { windowWords } from './window.js';

/** Most cells under a window for which this was measured to be faster than im2col. */
const mostTaps = 100;

/** Floats of a band's input rows, about: they stay in the first-level cache. */
const bandFloats = 4096;

/**
 * Whether a convolution reads the image directly; see wasm/direct.ts. Measured against im2col on one thread: with 9 to
 * 25 taps forward 1.2 to 2.6 times as fast and the filter's gradient 2.1 to 4.2 times, with 75 taps 1.25 and 1.6 times;
 * with 144 and more it is slower.
 */
export function suitsDirect(g: WindowGeometry): boolean {
  const taps = g.windowHeight * g.windowWidth * g.inChannels;
  const isDense = g.dilationHeight * g.dilationWidth === 1;
  // Longer strides would copy cells that no window covers.
  const isCovered = g.strideHeight <= g.windowHeight && g.strideWidth <= g.windowWidth;
  return isDense && isCovered && taps <= mostTaps;
}

/** Emits a convolution of x and a filter. */
export function directConvolution(
  call: Call,
  geometry: WindowGeometry,
  outChannels: number,
  { bias, activation }: Epilogue,
): void {
  const [x, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
  const taps = filter.size / outChannels;
  const matrix = { address: filter.address, row: outChannels, column: 1 };
  const panels = packedPanels(call, matrix, outChannels, taps);
  const { rows, bands } = bandsOf(call, geometry);
  const words = [...windowWords(geometry), x.address, panels, outChannels, out.address, rows];
  call.emit('directConvolution', bands, [...words, bias, activation]);
}

/** Emits the gradient of the filter, of x and dy. */
export function directFilterGradient(call: Call, geometry: WindowGeometry, outChannels: number): void {
  const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
  const { rows, bands } = bandsOf(call, geometry);
  const perPart = Math.ceil(bands / mostParts);
  const parts = chunksOf(bands, perPart);
  const words = [...windowWords(geometry), x.address, dy.address, outChannels];
  sumOfParts(call, parts, out, (to) => {
    call.emit('directFilterGradient', parts, [...words, to, rows, perPart]);
  });
}

/** Output rows of a band, and how many bands there are in all; asks for the workspace of one. */
function bandsOf(call: Call, g: WindowGeometry): { rows: number; bands: number } {
  const rowFloats = ((g.outWidth - 1) * g.strideWidth + g.windowWidth) * g.inChannels;
  const inputRows = Math.floor(bandFloats / rowFloats);
  const most = Math.max(1, Math.floor((inputRows - g.windowHeight) / g.strideHeight) + 1);
  // Bands of nearly the same height.
  const rows = Math.ceil(g.outHeight / Math.ceil(g.outHeight / most));
  const floats = ((rows - 1) * g.strideHeight + g.windowHeight) * rowFloats;
  // A spare tile before the band, and as much behind it for tiles that reach past the last pixel.
  const spare = 2 * call.wasm.spareFloats();
  call.threadSpace(4 * (spare + floats + 6 * g.strideWidth * g.inChannels));
  return { rows, bands: g.batchSize * Math.ceil(g.outHeight / rows) };
}
