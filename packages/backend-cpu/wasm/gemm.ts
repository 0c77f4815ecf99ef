// Matrix multiplication, out = A·B: A [rows, depth], B [depth, columns], each with any strides, so that
// transposed operands cost nothing. Blocks are those of BLIS (Van Zee & van de Geijn 2015): B in panels of 8
// columns, A in blocks of DEPTH_BLOCK × ROW_BLOCK that stay in the second-level cache.
import { address, word, workspace } from './control';
import { finish } from './epilogue';
import { copyCorner, spareFloats, TILE_COLUMNS, TILE_ROWS, tile } from './gemm-tile';
import { at, roundUp, transpose4 } from './vector';

const DEPTH_BLOCK: i32 = 256;
const ROW_BLOCK: i32 = 96;

/** Floats of a block of A. */
const A_BLOCK: i32 = (ROW_BLOCK + 8) * DEPTH_BLOCK;

/** Floats of workspace that a product takes of each thread: a spare tile and a block of A. */
export function gemmFloats(): i32 {
  return spareFloats() + A_BLOCK;
}

/** Floats of B in panels. */
export function panelFloats(columns: i32, depth: i32): f64 {
  return <f64>roundUp(columns, TILE_COLUMNS) * depth + 16;
}

/** Units that packing is cut into: panels of one block of the depth. */
export function panelCount(columns: i32, depth: i32): i32 {
  return ((depth + DEPTH_BLOCK - 1) / DEPTH_BLOCK) * ((columns + TILE_COLUMNS - 1) / TILE_COLUMNS);
}

/**
 * Writes B as panels [depth block][panel of 8 columns][k][8], filled up with zeros. Words: B, its row and column
 * stride in elements, depth, columns, the panels, panels of a chunk.
 */
export function packPanels(chunk: i32): void {
  const first = chunk * word(6);
  const last = min(first + word(6), panelCount(word(4), word(3)));
  packUnits(first, last, word(3), word(4), address(0), word(1), word(2), address(5));
}

/** As `packPanels`, all at once. */
export function packB(depth: i32, columns: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  packUnits(0, panelCount(columns, depth), depth, columns, b, rowStride, columnStride, to);
}

function packUnits(
  first: i32,
  last: i32,
  depth: i32,
  columns: i32,
  b: usize,
  rowStride: i32,
  columnStride: i32,
  to: usize,
): void {
  const panels = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  for (let unit = first; unit < last; unit++) {
    const k0 = (unit / panels) * DEPTH_BLOCK;
    const j = (unit % panels) * TILE_COLUMNS;
    const length = min(DEPTH_BLOCK, depth - k0);
    const from = at(b, k0 * rowStride + j * columnStride);
    packPanel(length, min(TILE_COLUMNS, columns - j), from, rowStride, columnStride, at(to, k0 * panels * TILE_COLUMNS + j * length));
  }
}

@inline function packPanel(length: i32, width: i32, from: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const rowBytes = <usize>rowStride << 2;
  if (width == TILE_COLUMNS && columnStride == 1) {
    for (let k = 0; k < length; k++, from += rowBytes, to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    return;
  }
  let k = 0;
  if (width == TILE_COLUMNS && rowStride == 1) {
    for (; k + 4 <= length; k += 4, from += 16, to += 128) {
      transpose4(from, <usize>columnStride << 2, to, 32);
      transpose4(at(from, 4 * columnStride), <usize>columnStride << 2, to + 16, 32);
    }
  }
  for (; k < length; k++, from += rowBytes, to += 32) {
    let j = 0;
    for (; j < width; j++) store<f32>(at(to, j), load<f32>(at(from, j * columnStride)));
    for (; j < TILE_COLUMNS; j++) store<f32>(at(to, j), 0);
  }
}

/** Writes A as panels [TILE_ROWS rows][k][TILE_ROWS], filled up with zeros. */
function packA(rows: i32, depth: i32, a: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const step: usize = TILE_ROWS * 4;
  for (let i = 0; i < rows; i += TILE_ROWS) {
    const height = min(TILE_ROWS, rows - i);
    const from = at(a, i * rowStride);
    let k = 0;
    if (height == TILE_ROWS && columnStride == 1) {
      const rowBytes = <usize>rowStride << 2;
      for (; k + 4 <= depth; k += 4, to += 4 * step) {
        const p = at(from, k);
        transpose4(p, rowBytes, to, step);
        if (ASC_FEATURE_RELAXED_SIMD) transpose2(p + 4 * rowBytes, rowBytes, to + 16, step);
      }
    } else if (height == TILE_ROWS && rowStride == 1) {
      for (; k < depth; k++, to += step) {
        const p = at(from, k * columnStride);
        v128.store(to, v128.load(p));
        if (ASC_FEATURE_RELAXED_SIMD) store<i64>(to, load<i64>(p, 16), 16);
      }
    }
    for (; k < depth; k++, to += step) {
      let r = 0;
      for (; r < height; r++) store<f32>(at(to, r), load<f32>(at(from, r * rowStride + k * columnStride)));
      for (; r < TILE_ROWS; r++) store<f32>(at(to, r), 0);
    }
  }
}

/** Writes the transpose of 2 rows of 4. */
@inline function transpose2(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const low = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  v128.store_lane<i64>(to, low, 0);
  v128.store_lane<i64>(to + toStep, low, 1);
  v128.store_lane<i64>(to + 2 * toStep, high, 0);
  v128.store_lane<i64>(to + 3 * toStep, high, 1);
}

/**
 * out = A·B, or out += A·B, with B in panels, for columns [firstColumn, lastColumn) of `columns`. Rows of A that lie
 * in one piece are read where they are; what else there is goes through a block.
 */
export function gemmPanels(
  rows: i32,
  columns: i32,
  firstColumn: i32,
  lastColumn: i32,
  depth: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  panels: usize,
  out: usize,
  outStride: i32,
  accumulate: bool,
  spare: usize,
): void {
  const block = at(spare, spareFloats());
  const panelColumns = roundUp(columns, TILE_COLUMNS);
  const outRow = <usize>outStride << 2;
  for (let k0 = 0; k0 < depth; k0 += DEPTH_BLOCK) {
    const length = min(DEPTH_BLOCK, depth - k0);
    const add = accumulate || k0 > 0;
    for (let i0 = 0; i0 < rows; i0 += ROW_BLOCK) {
      const height = min(ROW_BLOCK, rows - i0);
      const from = at(a, i0 * aRow + k0 * aColumn);
      const inPlace = aColumn == 1 ? height - (height % TILE_ROWS) : 0;
      packA(height - inPlace, length, at(from, inPlace * aRow), aRow, aColumn, block);
      for (let j = firstColumn; j < lastColumn; j += TILE_COLUMNS) {
        const panel = at(panels, k0 * panelColumns + j * length);
        const width = min(TILE_COLUMNS, columns - j);
        let to = at(out, i0 * outStride + j);
        for (let i = 0; i < height; i += TILE_ROWS, to += TILE_ROWS * outRow) {
          const rest = min(TILE_ROWS, height - i);
          const isWhole = rest == TILE_ROWS && width == TILE_COLUMNS;
          const t = isWhole ? to : spare;
          const tRow: usize = isWhole ? outRow : 32;
          if (i < inPlace) tile(length, at(from, i * aRow), <usize>aRow << 2, 4, panel, 32, t, tRow, isWhole && add);
          else tile(length, at(block, (i - inPlace) * length), 4, 4 * TILE_ROWS, panel, 32, t, tRow, isWhole && add);
          if (!isWhole) copyCorner(spare, rest, width, to, outStride, add);
        }
      }
    }
  }
}

/**
 * out = A·B with B in panels, then the epilogue. Words: A, its row and column stride, rows, columns, depth, the
 * panels, out, rows and columns of a chunk (columns a multiple of 8), bias, activation. Needs `gemmFloats`.
 */
export function gemm(chunk: i32): void {
  const rows = word(3);
  const columns = word(4);
  const columnBlocks = (columns + word(9) - 1) / word(9);
  const i = (chunk / columnBlocks) * word(8);
  const j = (chunk % columnBlocks) * word(9);
  const height = min(word(8), rows - i);
  const end = min(j + word(9), columns);
  const a = at(address(0), i * word(1));
  const out = at(address(7), i * columns);
  gemmPanels(height, columns, j, end, word(5), a, word(1), word(2), address(6), out, columns, false, workspace());
  finish(at(out, j), columns, height, end - j, address(10), j, word(11));
}

/**
 * One product per chunk. Words: A, its row and column stride, B, its row and column stride, rows, columns, depth,
 * out, number of products, where A of each starts, and where B does, in elements. Needs `gemmFloats` and
 * `panelFloats`.
 */
export function gemmOfBatch(chunk: i32): void {
  const rows = word(6);
  const columns = word(7);
  const depth = word(8);
  const out = at(address(9), chunk * rows * columns);
  const a = at(address(0), word(11 + chunk));
  const b = at(address(3), word(11 + word(10) + chunk));
  const panels = at(workspace(), gemmFloats());
  packB(depth, columns, b, word(4), word(5), panels);
  gemmPanels(rows, columns, 0, columns, depth, a, word(1), word(2), panels, out, columns, false, workspace());
}
