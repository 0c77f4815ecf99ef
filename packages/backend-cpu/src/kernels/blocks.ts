import type { Call, Operand } from '../call.js';
import { reduce } from './reduction.js';

/** Multiplications of a chunk. */
const chunkProduct = 2 ** 21;

/** Most parts that a filter's gradient is summed up in: each takes memory for a whole filter. */
export const mostParts = 16;

/** How many units of `products` multiplications, in blocks of `block`, make up a chunk. */
export function unitsOfChunk(block: number, products: number): number {
  return block * Math.max(1, Math.floor(chunkProduct / (block * products)));
}

/** How many of `count` units, in blocks of `block`, make up each of at most `most` parts of a sum. */
export function unitsOfPart(count: number, block: number, products: number, most = mostParts): number {
  const blocks = Math.ceil(count / block);
  const least = Math.ceil(chunkProduct / (block * products));
  return block * Math.max(Math.ceil(blocks / most), Math.min(least, blocks));
}

/** Lowers a sum in parts: `emit` fills one after the other from an address on, each as large as `out`. */
export function sumOfParts(call: Call, parts: number, out: Operand, emit: (to: number) => void): void {
  if (parts === 1) {
    emit(out.address);
    return;
  }
  const to = call.workspace(4 * parts * out.size);
  emit(to);
  reduce(call, 'sumOf', to, out.address, { outer: 1, count: parts, inner: out.size });
}
