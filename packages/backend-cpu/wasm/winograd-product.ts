// Small products of a matrix that is not packed: tiles of TILE_ROWS × 8, and of 4 × 8 where those leave a rest.
import { TILE_COLUMNS, TILE_ROWS } from './gemm-tile';
import { madd } from './vector';

/**
 * out = A·B, or out += A·B: A [rows, depth] with any strides, B in panels [panel of 8 columns][k][8], which are
 * `panelBytes` apart, as are the strides in bytes. Reads and writes whole panels, and rows up to a
 * multiple of 4.
 */
export function product(
  rows: i32, columns: i32, depth: i32, a: usize, aRow: usize, aStep: usize, panels: usize, panelBytes: usize,
  out: usize, outRow: usize, accumulate: bool,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS, panels += panelBytes, out += 4 * TILE_COLUMNS) {
    let from = a;
    let to = out;
    for (let i = 0; i < rows; ) {
      const left = rows - i;
      // 7 and 8 rows are two tiles of 4.
      const height = TILE_ROWS == 4 || left <= 4 || left == 7 || left == 8 ? 4 : TILE_ROWS;
      if (height == 4) rows4(depth, from, aRow, aStep, panels, to, outRow, accumulate);
      else rows6(depth, from, aRow, aStep, panels, to, outRow, accumulate);
      i += height;
      from += <usize>height * aRow;
      to += <usize>height * outRow;
    }
  }
}

@inline function put(out: usize, low: v128, high: v128, accumulate: bool): void {
  if (accumulate) {
    v128.store(out, f32x4.add(v128.load(out), low));
    v128.store(out, f32x4.add(v128.load(out, 16), high), 16);
  } else {
    v128.store(out, low);
    v128.store(out, high, 16);
  }
}

function rows6(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, out: usize, outRow: usize, accumulate: bool,
): void {
  let low0 = f32x4.splat(0);
  let high0 = f32x4.splat(0);
  let low1 = f32x4.splat(0);
  let high1 = f32x4.splat(0);
  let low2 = f32x4.splat(0);
  let high2 = f32x4.splat(0);
  let low3 = f32x4.splat(0);
  let high3 = f32x4.splat(0);
  let low4 = f32x4.splat(0);
  let high4 = f32x4.splat(0);
  let low5 = f32x4.splat(0);
  let high5 = f32x4.splat(0);
  for (let k = 0; k < depth; k++, a += aStep, b += 32) {
    const bLow = v128.load(b);
    const bHigh = v128.load(b, 16);
    let p = a;
    let x = v128.load32_splat(p);
    low0 = madd(x, bLow, low0);
    high0 = madd(x, bHigh, high0);
    x = v128.load32_splat((p += aRow));
    low1 = madd(x, bLow, low1);
    high1 = madd(x, bHigh, high1);
    x = v128.load32_splat((p += aRow));
    low2 = madd(x, bLow, low2);
    high2 = madd(x, bHigh, high2);
    x = v128.load32_splat((p += aRow));
    low3 = madd(x, bLow, low3);
    high3 = madd(x, bHigh, high3);
    x = v128.load32_splat((p += aRow));
    low4 = madd(x, bLow, low4);
    high4 = madd(x, bHigh, high4);
    x = v128.load32_splat(p + aRow);
    low5 = madd(x, bLow, low5);
    high5 = madd(x, bHigh, high5);
  }
  put(out, low0, high0, accumulate);
  put((out += outRow), low1, high1, accumulate);
  put((out += outRow), low2, high2, accumulate);
  put((out += outRow), low3, high3, accumulate);
  put((out += outRow), low4, high4, accumulate);
  put(out + outRow, low5, high5, accumulate);
}

function rows4(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, out: usize, outRow: usize, accumulate: bool,
): void {
  let low0 = f32x4.splat(0);
  let high0 = f32x4.splat(0);
  let low1 = f32x4.splat(0);
  let high1 = f32x4.splat(0);
  let low2 = f32x4.splat(0);
  let high2 = f32x4.splat(0);
  let low3 = f32x4.splat(0);
  let high3 = f32x4.splat(0);
  for (let k = 0; k < depth; k++, a += aStep, b += 32) {
    const bLow = v128.load(b);
    const bHigh = v128.load(b, 16);
    let p = a;
    let x = v128.load32_splat(p);
    low0 = madd(x, bLow, low0);
    high0 = madd(x, bHigh, high0);
    x = v128.load32_splat((p += aRow));
    low1 = madd(x, bLow, low1);
    high1 = madd(x, bHigh, high1);
    x = v128.load32_splat((p += aRow));
    low2 = madd(x, bLow, low2);
    high2 = madd(x, bHigh, high2);
    x = v128.load32_splat(p + aRow);
    low3 = madd(x, bLow, low3);
    high3 = madd(x, bHigh, high3);
  }
  put(out, low0, high0, accumulate);
  put((out += outRow), low1, high1, accumulate);
  put((out += outRow), low2, high2, accumulate);
  put(out + outRow, low3, high3, accumulate);
}
