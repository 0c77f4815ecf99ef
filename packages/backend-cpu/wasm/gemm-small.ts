// Products that are too small for packing to pay: A is read in place, B too when its rows are whole vectors.
import { address, word, workspace } from './control';
import { finish } from './epilogue';
import { rows4, TILE_COLUMNS } from './gemm-tile';
import { all, at, madd, storeLanes } from './vector';

/** Floats of workspace that `gemmSmall` takes. */
export function gemmSmallFloats(depth: i32): i32 {
  return TILE_COLUMNS * (depth + 4);
}

/**
 * out = A·B, then the epilogue. Words: A, its row and column stride, rows, columns, depth, B, its row and column
 * stride, out, bias, activation. Needs `gemmSmallFloats`.
 */
export function gemmSmall(_chunk: i32): void {
  const a = address(0);
  const aRow = <usize>word(1) << 2;
  const aColumn = <usize>word(2) << 2;
  const rows = word(3);
  const columns = word(4);
  const depth = word(5);
  const out = address(9);
  const outRow = <usize>columns << 2;
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - j);
    let b = at(address(6), j * word(8));
    let bRow = <usize>word(7) << 2;
    if (word(8) != 1 || width < TILE_COLUMNS) {
      gatherPanel(b, word(7), word(8), depth, width, workspace());
      b = workspace();
      bRow = 32;
    }
    let i = 0;
    for (; i + 4 <= rows; i += 4) fourRows(a + <usize>i * aRow, aRow, aColumn, b, bRow, depth, at(out, i * columns + j), outRow, width);
    for (; i < rows; i++) oneRow(a + <usize>i * aRow, aColumn, b, bRow, depth, at(out, i * columns + j), width);
  }
  finish(out, columns, rows, columns, address(10), 0, word(11));
}

/** Copies `width` columns of B to rows of 8, filled up with zeros. */
function gatherPanel(b: usize, bRow: i32, bColumn: i32, depth: i32, width: i32, to: usize): void {
  for (let k = 0; k < depth; k++, to += 32) {
    v128.store(to, all(0));
    v128.store(to, all(0), 16);
    for (let j = 0; j < width; j++) store<f32>(at(to, j), load<f32>(at(b, k * bRow + j * bColumn)));
  }
}

@inline function put(out: usize, low: v128, high: v128, width: i32): void {
  storeLanes(out, low, width);
  if (width > 4) storeLanes(out + 16, high, width - 4);
}

/** Four rows; a narrow tile goes by way of the end of the workspace. */
function fourRows(
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, depth: i32, out: usize, outRow: usize, width: i32,
): void {
  if (width == TILE_COLUMNS) {
    rows4(depth, a, aRow, aColumn, b, bRow, out, outRow, false);
    return;
  }
  const spare = at(workspace(), TILE_COLUMNS * depth);
  rows4(depth, a, aRow, aColumn, b, bRow, spare, 32, false);
  put(out, v128.load(spare), v128.load(spare, 16), width);
  put(out + outRow, v128.load(spare, 32), v128.load(spare, 48), width);
  put(out + 2 * outRow, v128.load(spare, 64), v128.load(spare, 80), width);
  put(out + 3 * outRow, v128.load(spare, 96), v128.load(spare, 112), width);
}

function oneRow(a: usize, aColumn: usize, b: usize, bRow: usize, depth: i32, out: usize, width: i32): void {
  let low = all(0);
  let high = all(0);
  for (let k = 0; k < depth; k++, a += aColumn, b += bRow) {
    const x = v128.load32_splat(a);
    low = madd(x, v128.load(b), low);
    high = madd(x, v128.load(b, 16), high);
  }
  put(out, low, high, width);
}
