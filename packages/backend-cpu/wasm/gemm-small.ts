// Products that are too small for packing to pay: A is read in place, B too when its rows are whole vectors.
import { address, word, workspace } from './control';
import { finish } from './epilogue';
import { all, at, madd, storeLanes } from './vector';

/** Columns of a tile. */
const WIDTH: i32 = 8;

/** Floats of workspace that `gemmSmall` takes. */
export function gemmSmallFloats(depth: i32): i32 {
  return WIDTH * depth + 16;
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
  for (let j = 0; j < columns; j += WIDTH) {
    const width = min(WIDTH, columns - j);
    let b = at(address(6), j * word(8));
    let bRow = <usize>word(7) << 2;
    if (word(8) != 1 || width < WIDTH) {
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

function fourRows(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  out: usize,
  outRow: usize,
  width: i32,
): void {
  let low0 = all(0);
  let high0 = all(0);
  let low1 = all(0);
  let high1 = all(0);
  let low2 = all(0);
  let high2 = all(0);
  let low3 = all(0);
  let high3 = all(0);
  const twice: usize = aRow + aRow;
  for (let k = 0; k < depth; k++, a += aColumn, b += bRow) {
    const bLow = v128.load(b);
    const bHigh = v128.load(b, 16);
    let x = v128.load32_splat(a);
    low0 = madd(x, bLow, low0);
    high0 = madd(x, bHigh, high0);
    x = v128.load32_splat(a + aRow);
    low1 = madd(x, bLow, low1);
    high1 = madd(x, bHigh, high1);
    const lower = a + twice;
    x = v128.load32_splat(lower);
    low2 = madd(x, bLow, low2);
    high2 = madd(x, bHigh, high2);
    x = v128.load32_splat(lower + aRow);
    low3 = madd(x, bLow, low3);
    high3 = madd(x, bHigh, high3);
  }
  put(out, low0, high0, width);
  put(out + outRow, low1, high1, width);
  put(out + outRow + outRow, low2, high2, width);
  put(out + outRow + outRow + outRow, low3, high3, width);
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
