import type { Attrs, WindowGeometry } from '@descent/core';
import { type Call, chunkElements, chunksOf, type Epilogue, noEpilogue, operand } from '../call.js';
import { mostParts, sumOfParts, unitsOfChunk, unitsOfPart } from './blocks.js';
import { windowWords } from './window.js';

/** Tiles of a block, and numbers per tile and channel; see wasm/winograd.ts. */
const blockTiles = 48;
const points = 36;

/** Fewest channels, and fewest pixels per tile of 16: where it was measured to be faster than im2col. */
const leastChannels = 8;
const leastTilePixels = 6;

/** Most cells of a filter that a thread sums up 36 times: 9 MB. */
const mostSums = 2 ** 16;

/** A filter's first tap, and its strides in elements. */
interface Taps {
  readonly address: number;
  readonly tap: number;
  readonly row: number;
  readonly column: number;
}

/**
 * Whether a convolution runs by tiles: a 3 × 3 window of stride 1, and both channel counts from 8 on. Measured
 * against im2col on one thread, it is 1.7 to 3.1 times as fast where outputs fill the tiles, with 4 input channels
 * 1.0 to 1.5 times, with 1 slower; on two threads the smallest gain was 1.1. Outputs of 5 × 5 gain 1.1 to 1.5, of
 * 2 × 2 lose. Less than a block of tiles would gain as well, but takes little time: there im2col's exactness stays.
 *
 * For inputs around 0 rounding errors stay below 2e-5 of the root mean square of the result, im2col's below 4e-6; `precise` asks for
 * these. A NaN or ∞ makes NaN of all outputs of its tile, also of those whose windows do not reach it.
 */
export function suitsWinograd(g: WindowGeometry, outChannels: number, attrs: Attrs): boolean {
  const isThreeByThree = g.windowHeight === 3 && g.windowWidth === 3;
  const isDense = g.strideHeight * g.strideWidth * g.dilationHeight * g.dilationWidth === 1;
  if (!isThreeByThree || !isDense || attrs.precise === true) return false;
  if (Math.min(g.inChannels, outChannels) < leastChannels) return false;
  const tiles = tileCount(g);
  return tiles >= blockTiles && g.batchSize * g.outHeight * g.outWidth >= leastTilePixels * tiles;
}

/** The geometry that takes dy to dx: dx is the convolution of dy with the filter turned by 180°. */
export function turned(g: WindowGeometry, outChannels: number): WindowGeometry {
  return {
    ...g,
    inHeight: g.outHeight,
    inWidth: g.outWidth,
    inChannels: outChannels,
    outHeight: g.inHeight,
    outWidth: g.inWidth,
    padTop: 2 - g.padTop,
    padLeft: 2 - g.padLeft,
    padBottom: 2 - g.padBottom,
    padRight: 2 - g.padRight,
  };
}

/** Lowers Conv2D of x and a filter. */
export function winogradConvolution(
  call: Call,
  geometry: WindowGeometry,
  outChannels: number,
  epilogue: Epilogue,
): void {
  const { address } = operand(call.inputs, 1);
  const tap = geometry.inChannels * outChannels;
  convolve(call, geometry, outChannels, { address, tap, row: outChannels, column: 1 }, epilogue);
}

/** Lowers Conv2DBackpropInput of dy and a filter [3, 3, outChannels, channels of dy]; the geometry is `turned`. */
export function winogradInputGradient(call: Call, geometry: WindowGeometry, outChannels: number): void {
  const { address } = operand(call.inputs, 1);
  const channels = geometry.inChannels;
  const tap = channels * outChannels;
  convolve(call, geometry, outChannels, {
    address: address + 4 * 8 * tap,
    tap: -tap,
    row: 1,
    column: channels,
  });
}

function convolve(
  call: Call,
  geometry: WindowGeometry,
  outChannels: number,
  taps: Taps,
  { bias, activation }: Epilogue = noEpilogue,
): void {
  const { wasm } = call;
  const channels = geometry.inChannels;
  const panels = call.workspace(4 * wasm.winogradFilterFloats(channels, outChannels));
  const rows = channels * Math.ceil(outChannels / 8);
  const perChunk = Math.ceil(chunkElements / (8 * points));
  const { address, tap, row, column } = taps;
  const words = [address, tap, row, column, channels, outChannels, panels, perChunk];
  call.emit('winogradFilter', chunksOf(rows, perChunk), words);
  call.threadSpace(4 * wasm.winogradFloats(channels, outChannels));
  const chunkTiles = unitsOfChunk(blockTiles, points * channels * outChannels);
  const [x, out] = [operand(call.inputs).address, operand(call.outputs).address];
  const main = [...windowWords(geometry), x, panels, outChannels, out, chunkTiles, bias, activation];
  call.emit('winograd', chunksOf(tileCount(geometry), chunkTiles), main);
}

/** Lowers Conv2DBackpropFilter of x and dy. */
export function winogradFilterGradient(call: Call, geometry: WindowGeometry, outChannels: number): void {
  const { wasm } = call;
  const channels = geometry.inChannels;
  const tiles = tileCount(geometry);
  const blockChannels =
    8 * Math.max(1, Math.min(Math.ceil(outChannels / 8), Math.floor(mostSums / 8 / channels)));
  const channelBlocks = Math.ceil(outChannels / blockChannels);
  const most = Math.ceil(mostParts / channelBlocks);
  const partTiles = unitsOfPart(tiles, blockTiles, points * channels * blockChannels, most);
  const parts = chunksOf(tiles, partTiles);
  const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
  call.threadSpace(4 * wasm.winogradGradientFloats(channels, outChannels, blockChannels));
  const words = [...windowWords(geometry), x.address, dy.address, outChannels];
  sumOfParts(call, parts, out, (to) => {
    call.emit('winogradFilterGradient', parts * channelBlocks, [...words, to, partTiles, blockChannels]);
  });
}

function tileCount(g: WindowGeometry): number {
  return g.batchSize * Math.ceil(g.outHeight / 4) * Math.ceil(g.outWidth / 4);
}
