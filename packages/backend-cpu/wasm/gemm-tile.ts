// The innermost loops of matrix multiplication: tiles of 6 × 8 and 4 × 8. V8 on x64 spills above about 15 live
// vectors, which makes a tile several times slower: 6 × 8 fits with a fused multiply-add, 4 × 8 with a separate one.
import { finishVector } from './epilogue';
import { at, madd } from './vector';

/** Rows of the tile that fits. */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** Columns of a tile. */
export const TILE_COLUMNS: i32 = 8;

/** Floats of a spare tile, for tiles that reach past the edge of `out`. */
export function spareFloats(): i32 {
  return 64;
}

/** Copies or adds the part of the spare tile that lies inside of `out`. */
export function copyCorner(spare: usize, rows: i32, columns: i32, out: usize, outStride: i32, add: bool): void {
  for (let r = 0; r < rows; r++, out = at(out, outStride), spare += 4 * TILE_COLUMNS) {
    for (let c = 0; c < columns; c++) {
      const value = load<f32>(at(spare, c));
      store<f32>(at(out, c), add ? load<f32>(at(out, c)) + value : value);
    }
  }
}

/**
 * out = A·B, or out += A·B, for one tile of TILE_ROWS rows. A row of A is `aRow` bytes behind the one above, its
 * elements are `aStep` apart, rows of B `bStep`, and rows of out `outRow`.
 */
@inline export function tile(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) rows6(depth, a, aRow, aStep, b, bStep, out, outRow, accumulate);
  else rows4(depth, a, aRow, aStep, b, bStep, out, outRow, accumulate);
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

/** A tile of 6 rows. */
function rows6(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool,
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
  for (let k = 0; k < depth; k++, a += aStep, b += bStep) {
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

/** A tile of 4 rows. */
export function rows4(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool,
): void {
  let low0 = f32x4.splat(0);
  let high0 = f32x4.splat(0);
  let low1 = f32x4.splat(0);
  let high1 = f32x4.splat(0);
  let low2 = f32x4.splat(0);
  let high2 = f32x4.splat(0);
  let low3 = f32x4.splat(0);
  let high3 = f32x4.splat(0);
  for (let k = 0; k < depth; k++, a += aStep, b += bStep) {
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

/** Finishes and writes a row of a tile, or, with neither bias nor activation, adds it to what stands there. */
@inline function finishRow(out: usize, low: v128, high: v128, accumulate: bool, bias: usize, activation: i32): void {
  put(out, finishVector(low, v128.load(bias), activation), finishVector(high, v128.load(bias, 16), activation), accumulate);
}

/**
 * As `tile`, with rows of A anywhere: each goes `outer` times over `inner` elements that are `step` bytes apart, and
 * `skip` bytes further in between. Ends with `finishVector`. Four rows take no notice of the last two.
 */
@inline export function tileOfRows(
  outer: i32, inner: i32, p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize,
  step: usize, skip: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool, bias: usize, activation: i32,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    rowsAt6(outer, inner, p0, p1, p2, p3, p4, p5, step, skip, b, bStep, out, outRow, accumulate, bias, activation);
  } else {
    rowsAt4(outer, inner, p0, p1, p2, p3, step, skip, b, bStep, out, outRow, accumulate, bias, activation);
  }
}

/** As `tileOfRows`, for 6 rows. */
export function rowsAt6(
  outer: i32, inner: i32, p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize,
  step: usize, skip: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool, bias: usize, activation: i32,
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
  for (let row = 0; row < outer; row++) {
    for (let k = 0; k < inner; k++, b += bStep) {
      const bLow = v128.load(b);
      const bHigh = v128.load(b, 16);
      let x = v128.load32_splat(p0);
      low0 = madd(x, bLow, low0);
      high0 = madd(x, bHigh, high0);
      p0 += step;
      x = v128.load32_splat(p1);
      low1 = madd(x, bLow, low1);
      high1 = madd(x, bHigh, high1);
      p1 += step;
      x = v128.load32_splat(p2);
      low2 = madd(x, bLow, low2);
      high2 = madd(x, bHigh, high2);
      p2 += step;
      x = v128.load32_splat(p3);
      low3 = madd(x, bLow, low3);
      high3 = madd(x, bHigh, high3);
      p3 += step;
      x = v128.load32_splat(p4);
      low4 = madd(x, bLow, low4);
      high4 = madd(x, bHigh, high4);
      p4 += step;
      x = v128.load32_splat(p5);
      low5 = madd(x, bLow, low5);
      high5 = madd(x, bHigh, high5);
      p5 += step;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
    p4 += skip;
    p5 += skip;
  }
  finishRow(out, low0, high0, accumulate, bias, activation);
  finishRow(out + outRow, low1, high1, accumulate, bias, activation);
  finishRow(out + 2 * outRow, low2, high2, accumulate, bias, activation);
  finishRow(out + 3 * outRow, low3, high3, accumulate, bias, activation);
  finishRow(out + 4 * outRow, low4, high4, accumulate, bias, activation);
  finishRow(out + 5 * outRow, low5, high5, accumulate, bias, activation);
}

/** As `tileOfRows`, for 4 rows. */
export function rowsAt4(
  outer: i32, inner: i32, p0: usize, p1: usize, p2: usize, p3: usize,
  step: usize, skip: usize, b: usize, bStep: usize, out: usize, outRow: usize, accumulate: bool, bias: usize, activation: i32,
): void {
  let low0 = f32x4.splat(0);
  let high0 = f32x4.splat(0);
  let low1 = f32x4.splat(0);
  let high1 = f32x4.splat(0);
  let low2 = f32x4.splat(0);
  let high2 = f32x4.splat(0);
  let low3 = f32x4.splat(0);
  let high3 = f32x4.splat(0);
  for (let row = 0; row < outer; row++) {
    for (let k = 0; k < inner; k++, b += bStep) {
      const bLow = v128.load(b);
      const bHigh = v128.load(b, 16);
      let x = v128.load32_splat(p0);
      low0 = madd(x, bLow, low0);
      high0 = madd(x, bHigh, high0);
      p0 += step;
      x = v128.load32_splat(p1);
      low1 = madd(x, bLow, low1);
      high1 = madd(x, bHigh, high1);
      p1 += step;
      x = v128.load32_splat(p2);
      low2 = madd(x, bLow, low2);
      high2 = madd(x, bHigh, high2);
      p2 += step;
      x = v128.load32_splat(p3);
      low3 = madd(x, bLow, low3);
      high3 = madd(x, bHigh, high3);
      p3 += step;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
  }
  finishRow(out, low0, high0, accumulate, bias, activation);
  finishRow(out + outRow, low1, high1, accumulate, bias, activation);
  finishRow(out + 2 * outRow, low2, high2, accumulate, bias, activation);
  finishRow(out + 3 * outRow, low3, high3, accumulate, bias, activation);
}
