import { type Attrs, sizeOf, type TensorSpec } from '@descent/core';
import {
  allAre,
  type Call,
  chunkElements,
  chunksOf,
  type Epilogue,
  type NativeKernel,
  noEpilogue,
  operand,
} from '../call.js';
import { broadcastSteps } from '../strides.js';
import { fillWith } from './movement.js';

/** A matrix in memory: any strides, in elements. */
interface Matrix {
  readonly address: number;
  readonly row: number;
  readonly column: number;
}

/** Sizes of a product: [rows, depth] times [depth, columns]. */
interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Products of at most this many multiplications are not packed. */
const smallProduct = 2 ** 16;

/** Multiplications that a chunk of a large product has at least. */
const chunkProduct = 2 ** 18;

/** Chunks of a product for each thread, so that all end at about the same time. */
const chunksPerThread = 6;

/** Rows of a block; see wasm/gemm.ts. */
const blockOfRows = 96;

/** BatchMatMul: transposed operands are read in place, batch axes broadcast. */
export const batchMatMul: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  takesEpilogue: ([a, b], attrs) => isOneProduct(a as TensorSpec, b as TensorSpec, attrs),
  lower(call, epilogue = noEpilogue) {
    const { inputs, outputs, attrs } = call;
    const [a, b, out] = [operand(inputs), operand(inputs, 1), operand(outputs)];
    const [heightA, widthA] = a.shape.slice(-2) as [number, number];
    const [rows, columns] = out.shape.slice(-2) as [number, number];
    const depth = attrs.transposeA ? heightA : widthA;
    const batch = out.shape.slice(0, -2);
    const [aRow, aColumn] = attrs.transposeA ? [1, rows] : [depth, 1];
    const [bRow, bColumn] = attrs.transposeB ? [1, depth] : [columns, 1];
    const left = { address: a.address, row: aRow, column: aColumn };
    const right = { address: b.address, row: bRow, column: bColumn };
    if (depth === 0) {
      fillWith(call, out, 0);
    } else if (isOneProduct(a, b, attrs)) {
      product(call, left, right, out.address, { rows: out.size / columns, columns, depth }, epilogue);
    } else {
      const aStarts = startsOf(a.shape.slice(0, -2), batch, rows * depth);
      const bStarts = startsOf(b.shape.slice(0, -2), batch, depth * columns);
      products(call, left, right, out.address, { rows, columns, depth }, aStarts, bStarts);
    }
  },
};

/** True for two matrices that are not empty, also when the left one's rows are spread over a batch. */
function isOneProduct(a: TensorSpec, b: TensorSpec, { transposeA }: Attrs): boolean {
  if (sizeOf(a.shape) * sizeOf(b.shape) === 0) return false;
  const batch = transposeA ? [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)] : b.shape.slice(0, -2);
  return batch.every((size) => size === 1);
}

/** Emits out = a·b, then the epilogue. */
function product(
  call: Call,
  a: Matrix,
  b: Matrix,
  out: number,
  { rows, columns, depth }: ProductSize,
  { bias, activation }: Epilogue,
): void {
  const { wasm } = call;
  if (rows * columns * depth <= smallProduct) {
    call.threadSpace(4 * wasm.gemmSmallFloats(depth));
    const words = [a.address, a.row, a.column, rows, columns, depth, b.address, b.row, b.column];
    call.emit('gemmSmall', 1, [...words, out, bias, activation]);
    return;
  }
  const panels = packedPanels(call, b, columns, depth);
  call.threadSpace(4 * wasm.gemmFloats());
  const chunks = Math.max(1, Math.floor((rows * columns * depth) / chunkProduct));
  const rowBlocks = Math.min(Math.ceil(rows / blockOfRows), chunks);
  const blockRows = blockOfRows * Math.ceil(rows / blockOfRows / rowBlocks);
  // Every block of columns goes through all of A once more: no more of them than threads need.
  const wanted = call.threads === 1 ? 1 : Math.min(chunks, chunksPerThread * call.threads);
  const columnBlocks = Math.min(Math.ceil(columns / 32), Math.ceil(wanted / rowBlocks));
  const blockColumns = 8 * Math.ceil(columns / 8 / columnBlocks);
  const words = [a.address, a.row, a.column, rows, columns, depth, panels, out, blockRows, blockColumns];
  const count = Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  call.emit('gemm', count, [...words, bias, activation]);
}

/** Emits one product per pair of starts, in elements; the results lie one behind another. */
function products(
  call: Call,
  a: Matrix,
  b: Matrix,
  out: number,
  { rows, columns, depth }: ProductSize,
  aStarts: readonly number[],
  bStarts: readonly number[],
): void {
  const { wasm } = call;
  call.threadSpace(4 * (wasm.gemmFloats() + wasm.panelFloats(columns, depth)));
  const perInstruction = 1024;
  for (let first = 0; first < aStarts.length; first += perInstruction) {
    const starts = aStarts.slice(first, first + perInstruction);
    const words = [a.address, a.row, a.column, b.address, b.row, b.column, rows, columns, depth];
    words.push(out + 4 * first * rows * columns, starts.length, ...starts);
    words.push(...bStarts.slice(first, first + perInstruction));
    call.emit('gemmOfBatch', starts.length, words);
  }
}

/** Emits the packing of b [depth, columns], and gives the address of its panels. */
export function packedPanels(call: Call, b: Matrix, columns: number, depth: number): number {
  const { wasm } = call;
  const panels = call.workspace(4 * wasm.panelFloats(columns, depth));
  const perChunk = Math.max(1, Math.floor(chunkElements / (8 * Math.min(depth, 256))));
  const words = [b.address, b.row, b.column, depth, columns, panels, perChunk];
  call.emit('packPanels', chunksOf(wasm.panelCount(columns, depth), perChunk), words);
  return panels;
}

/** Where every matrix of a broadcast batch starts, in elements. */
function startsOf(from: readonly number[], batch: readonly number[], matrixSize: number): number[] {
  const steps = broadcastSteps(from, batch);
  let result = [0];
  batch.forEach((size, axis) => {
    const step = (steps[axis] as number) * matrixSize;
    result = result.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * step));
  });
  return result;
}
