import type { FileView } from './file-view.js';
import { type Filter, unfiltered } from './filters.js';

interface Chunk {
  readonly at: number;
  readonly size: number;
  readonly skipped: number;
  /** Of its first element. */
  readonly place: readonly number[];
}

const deepestTree = 16;
/** The most bytes that deflate packs into one. */
const tightest = 1032;

/**
 * The bytes of an array that lies in pieces of one shape.
 * @param at - of its layout
 * @throws FormatError unless each piece is there once; E_LIMIT where the file cannot hold what it says it does
 */
export function readChunked(
  file: FileView,
  path: string,
  at: number,
  shape: readonly number[],
  elementSize: number,
  filters: readonly Filter[],
): Uint8Array {
  const rank = file.u8(at + 2) - 1;
  if (rank !== shape.length) throw file.broken(`${path}: its chunks have ${rank} axes`);
  const sizes = shape.map((_, axis) => file.u32(at + 11 + 4 * axis));
  if (sizes.includes(0)) throw file.broken(`${path}: its chunks are empty`);
  const chunks: Chunk[] = [];
  const root = file.address(at + 3);
  if (root !== undefined) walk(file, root, rank, deepestTree, chunks);
  const expected = shape.reduce((count, size, axis) => count * Math.ceil(size / (sizes[axis] as number)), 1);
  const chunkSize = sizes.reduce((product, n) => product * n, elementSize);
  const stored = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  const most = (filters.includes('deflate') ? tightest : 1) * Math.min(stored, file.bytes.length);
  if (chunkSize * expected > most)
    throw file.beyond(`${stored} stored bytes where the chunks of ${path} ask for ${chunkSize * expected}`);
  const places = new Set(chunks.map(({ place }) => place.join()));
  if (places.size !== expected || chunks.length !== expected)
    throw file.broken(`${path}: ${places.size} of its ${expected} chunks are there`);
  const whole = new Uint8Array(shape.reduce((product, n) => product * n, elementSize));
  for (const chunk of chunks) {
    file.need(chunk.at, chunk.size);
    const bytes = file.bytes.subarray(chunk.at, chunk.at + chunk.size);
    const plain = unfiltered(file, path, bytes, filters, chunk.skipped, chunkSize, elementSize);
    paste(whole, shape, plain, sizes, chunk.place, elementSize);
  }
  return whole;
}

function walk(file: FileView, at: number, rank: number, depth: number, chunks: Chunk[]): void {
  file.work();
  if (depth === 0) throw file.beyond('a tree of chunks that is too deep');
  file.signature(at, 'TREE');
  if (file.u8(at + 4) !== 1) throw file.broken(`the tree at byte ${at} is not one of chunks`);
  const level = file.u8(at + 5);
  const count = file.u16(at + 6);
  const keySize = 8 + 8 * (rank + 1);
  for (let i = 0; i < count; i++) {
    file.work();
    const key = at + 24 + i * (keySize + 8);
    const child = file.u64(key + keySize);
    if (level > 0) walk(file, child, rank, depth - 1, chunks);
    else {
      const place = Array.from({ length: rank }, (_, axis) => file.u64(key + 8 + 8 * axis));
      chunks.push({ at: child, size: file.u32(key), skipped: file.u32(key + 4), place });
    }
  }
}

/** Copies a chunk to its place, without what sticks out. */
function paste(
  whole: Uint8Array,
  shape: readonly number[],
  chunk: Uint8Array,
  sizes: readonly number[],
  place: readonly number[],
  elementSize: number,
): void {
  const copy = (axis: number, from: number, to: number): void => {
    const [size, total, start] = [sizes[axis], shape[axis], place[axis]] as [number, number, number];
    const count = Math.min(size, total - start);
    if (axis === shape.length - 1) {
      const bytes = chunk.subarray(from * size * elementSize, (from * size + count) * elementSize);
      whole.set(bytes, (to * total + start) * elementSize);
      return;
    }
    for (let i = 0; i < count; i++) copy(axis + 1, from * size + i, to * total + start + i);
  };
  copy(0, 0, 0);
}
