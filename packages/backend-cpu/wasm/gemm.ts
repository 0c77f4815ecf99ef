// Matrix multiplication, out = A·B: A [rows, depth], B [depth, columns], each with any strides, so that
// transposed operands cost nothing. Blocks are those of BLIS (Van Zee & van de Geijn 2015): B in panels of 8
// columns, A in blocks of DEPTH_BLOCK × ROW_BLOCK that stay in the second-level cache.
import { TILE_COLUMNS, TILE_ROWS, tile } from './gemm-tile';
import { at, clearFloats } from './vector';

const DEPTH_BLOCK: i32 = 256;
const ROW_BLOCK: i32 = 96;

// The workspace holds a spare tile, a block of A, and B in panels.
const SPARE: i32 = 64;
const A_BLOCK: i32 = (ROW_BLOCK + 8) * DEPTH_BLOCK;

@inline function roundUp(n: i32, step: i32): i32 {
  return ((n + step - 1) / step) * step;
}

/** Floats of workspace that `gemm` needs; without B's panels when `columns` is 0. */
export function gemmWorkspace(columns: i32, depth: i32): i32 {
  return SPARE + A_BLOCK + roundUp(columns, TILE_COLUMNS) * depth + 16;
}

/** Address of B's panels in a workspace. */
@inline export function panelsOf(workspace: usize): usize {
  return at(workspace, SPARE + A_BLOCK);
}

/** Writes B as panels [depth block][panel of 8 columns][k][8], filled up with zeros. Strides are elements. */
export function packB(depth: i32, columns: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  for (let k0 = 0; k0 < depth; k0 += DEPTH_BLOCK) {
    const length = min(DEPTH_BLOCK, depth - k0);
    for (let j = 0; j < columns; j += TILE_COLUMNS) {
      packPanel(length, min(TILE_COLUMNS, columns - j), at(b, k0 * rowStride + j * columnStride), rowStride, columnStride, to);
      to = at(to, length * TILE_COLUMNS);
    }
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

/** Writes the transpose of a 4 × 4 square. */
@inline function transpose4(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to + toStep, v128.shuffle<i64>(ab, cd, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
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

/** out = A·B, or out += A·B, with B in panels. `out` has rows of `outStride` floats. */
export function gemmPanels(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  panels: usize,
  out: usize,
  outStride: i32,
  accumulate: bool,
  workspace: usize,
): void {
  const block = at(workspace, SPARE);
  const panelColumns = roundUp(columns, TILE_COLUMNS);
  for (let k0 = 0; k0 < depth; k0 += DEPTH_BLOCK) {
    const length = min(DEPTH_BLOCK, depth - k0);
    const add = accumulate || k0 > 0;
    for (let i0 = 0; i0 < rows; i0 += ROW_BLOCK) {
      const height = min(ROW_BLOCK, rows - i0);
      packA(height, length, at(a, i0 * aRow + k0 * aColumn), aRow, aColumn, block);
      for (let j = 0; j < columns; j += TILE_COLUMNS) {
        const panel = at(panels, k0 * panelColumns + j * length);
        const width = min(TILE_COLUMNS, columns - j);
        for (let i = 0; i < height; i += TILE_ROWS) {
          const to = at(out, (i0 + i) * outStride + j);
          const rest = min(TILE_ROWS, height - i);
          if (rest == TILE_ROWS && width == TILE_COLUMNS) {
            tile(length, at(block, i * length), panel, to, <usize>outStride << 2, add);
          } else {
            tile(length, at(block, i * length), panel, workspace, 32, false);
            copyCorner(workspace, rest, width, to, outStride, add);
          }
        }
      }
    }
  }
}

/** Copies or adds the part of the spare tile that lies inside of `out`. */
function copyCorner(spare: usize, rows: i32, columns: i32, out: usize, outStride: i32, add: bool): void {
  for (let r = 0; r < rows; r++, out = at(out, outStride), spare += 4 * TILE_COLUMNS) {
    for (let c = 0; c < columns; c++) {
      const value = load<f32>(at(spare, c));
      store<f32>(at(out, c), add ? load<f32>(at(out, c)) + value : value);
    }
  }
}

/** out = A·B. Strides are elements. */
export function gemm(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  out: usize,
  workspace: usize,
): void {
  if (depth == 0) {
    clearFloats(out, rows * columns);
    return;
  }
  const panels = panelsOf(workspace);
  packB(depth, columns, b, bRow, bColumn, panels);
  gemmPanels(rows, columns, depth, a, aRow, aColumn, panels, out, columns, false, workspace);
}
