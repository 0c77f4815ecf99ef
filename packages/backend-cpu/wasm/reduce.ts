// Reductions of [outer, count, inner] to [outer, inner]. Long sums are sums of halves, so that the rounding
// error grows with the logarithm of `count`; the order is always the same.
import { address, float, word, workspace } from './control';
import { all, at, storeLanes } from './vector';

const ROW_CHUNK: i32 = 1024;
const COLUMN_CHUNK: i32 = 32;

@unmanaged class Sum {
  @inline start(): v128 {
    return all(0);
  }
  @inline join(x: v128, y: v128): v128 {
    return f32x4.add(x, y);
  }
}
@unmanaged class Prod {
  @inline start(): v128 {
    return all(1);
  }
  @inline join(x: v128, y: v128): v128 {
    return f32x4.mul(x, y);
  }
}
@unmanaged class Max {
  @inline start(): v128 {
    return all(-Infinity);
  }
  @inline join(x: v128, y: v128): v128 {
    return f32x4.max(x, y);
  }
}
@unmanaged class Min {
  @inline start(): v128 {
    return all(Infinity);
  }
  @inline join(x: v128, y: v128): v128 {
    return f32x4.min(x, y);
  }
}
@unmanaged class SumInt {
  @inline start(): v128 {
    return i32x4.splat(0);
  }
  @inline join(x: v128, y: v128): v128 {
    return i32x4.add(x, y);
  }
}
@unmanaged class ProdInt {
  @inline start(): v128 {
    return i32x4.splat(1);
  }
  @inline join(x: v128, y: v128): v128 {
    return i32x4.mul(x, y);
  }
}
@unmanaged class MaxInt {
  @inline start(): v128 {
    return i32x4.splat(i32.MIN_VALUE);
  }
  @inline join(x: v128, y: v128): v128 {
    return i32x4.max_s(x, y);
  }
}
@unmanaged class MinInt {
  @inline start(): v128 {
    return i32x4.splat(i32.MAX_VALUE);
  }
  @inline join(x: v128, y: v128): v128 {
    return i32x4.min_s(x, y);
  }
}

/** All lanes joined, in every lane. */
@inline function acrossLanes<R>(x: v128): v128 {
  const pairs = changetype<R>(0).join(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return changetype<R>(0).join(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}

/** The join of `count` neighbours, in every lane. */
@inline function chunk<R>(x: usize, count: i32): v128 {
  let a = changetype<R>(0).start();
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 16 <= count; i += 16, x += 64) {
    a = changetype<R>(0).join(a, v128.load(x));
    b = changetype<R>(0).join(b, v128.load(x, 16));
    c = changetype<R>(0).join(c, v128.load(x, 32));
    d = changetype<R>(0).join(d, v128.load(x, 48));
  }
  for (; i + 4 <= count; i += 4, x += 16) a = changetype<R>(0).join(a, v128.load(x));
  let total = acrossLanes<R>(changetype<R>(0).join(changetype<R>(0).join(a, b), changetype<R>(0).join(c, d)));
  for (; i < count; i++, x += 4) total = changetype<R>(0).join(total, v128.load32_splat(x));
  return total;
}

/** The join of any number of neighbours, halves first. */
function pairwise<R>(x: usize, count: i32): v128 {
  if (count <= ROW_CHUNK) return chunk<R>(x, count);
  const left = ((count / ROW_CHUNK + 1) >> 1) * ROW_CHUNK;
  return changetype<R>(0).join(pairwise<R>(x, left), pairwise<R>(at(x, left), count - left));
}

/** The sum of a row, halves first. */
export function sumOfRow(x: usize, count: i32): f32 {
  return f32x4.extract_lane(pairwise<Sum>(x, count), 0);
}

/** Joins `count` rows of 16 neighbouring columns; rows are `stride` floats apart. */
@inline function strip16<R>(x: usize, out: usize, count: i32, stride: i32): void {
  const step = <usize>stride << 2;
  let a = changetype<R>(0).start();
  let b = a;
  let c = a;
  let d = a;
  for (let i = 0; i < count; i++, x += step) {
    a = changetype<R>(0).join(a, v128.load(x));
    b = changetype<R>(0).join(b, v128.load(x, 16));
    c = changetype<R>(0).join(c, v128.load(x, 32));
    d = changetype<R>(0).join(d, v128.load(x, 48));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

/** As strip16, for `width` columns, of which it takes up to 4. */
@inline function strip4<R>(x: usize, out: usize, count: i32, stride: i32, width: i32): void {
  const step = <usize>stride << 2;
  let a = changetype<R>(0).start();
  for (let i = 0; i < count; i++, x += step) a = changetype<R>(0).join(a, v128.load(x));
  storeLanes(out, a, width);
}

/** Joins any number of rows, halves first; `spare` holds `width` + 4 floats for every halving. */
function columns<R>(x: usize, out: usize, count: i32, stride: i32, width: i32, spare: usize): void {
  if (count <= COLUMN_CHUNK) {
    let column = 0;
    for (; column + 16 <= width; column += 16) strip16<R>(at(x, column), at(out, column), count, stride);
    for (; column < width; column += 4) strip4<R>(at(x, column), at(out, column), count, stride, width - column);
    return;
  }
  const top = ((count / COLUMN_CHUNK + 1) >> 1) * COLUMN_CHUNK;
  columns<R>(x, out, top, stride, width, spare);
  columns<R>(at(x, top * stride), spare, count - top, stride, width, at(spare, width + 4));
  for (let column = 0; column < width; column += 4) {
    const to = at(out, column);
    const joined = changetype<R>(0).join(v128.load(to), v128.load(at(spare, column)));
    storeLanes(to, joined, width - column);
  }
}

/** Bytes of workspace that a chunk of `count` rows and `width` columns takes. */
export function reduceWorkspace(count: i32, width: i32): f64 {
  let halvings = 0;
  for (let n = count; n > COLUMN_CHUNK; n = n - ((n / COLUMN_CHUNK + 1) >> 1) * COLUMN_CHUNK) halvings++;
  return 4 * <f64>(width + 4) * <f64>(halvings + 1);
}

/**
 * Words: x, out, outer, count, inner, then what a chunk takes of each of them. Where it takes a part of `count`,
 * the output is [outer, parts, inner], to be reduced once more.
 */
@inline function reduce<R>(chunk: i32): void {
  const outer = word(2);
  const count = word(3);
  const inner = word(4);
  const parts = max(1, (count + word(6) - 1) / word(6));
  const strips = (inner + word(7) - 1) / word(7);
  const column = (chunk % strips) * word(7);
  const width = min(word(7), inner - column);
  const part = (chunk / strips) % parts;
  const start = part * word(6);
  const length = min(word(6), count - start);
  const first = (chunk / (strips * parts)) * word(5);
  const last = min(first + word(5), outer);
  for (let o = first; o < last; o++) {
    const x = at(address(0), (o * count + start) * inner + column);
    const out = at(address(1), (o * parts + part) * inner + column);
    if (inner == 1) v128.store_lane<u32>(out, pairwise<R>(x, length), 0);
    else columns<R>(x, out, length, inner, width, workspace());
  }
}

export function sumOf(chunk: i32): void {
  reduce<Sum>(chunk);
}
export function productOf(chunk: i32): void {
  reduce<Prod>(chunk);
}
export function maxOf(chunk: i32): void {
  reduce<Max>(chunk);
}
export function minOf(chunk: i32): void {
  reduce<Min>(chunk);
}
export function sumOfInt(chunk: i32): void {
  reduce<SumInt>(chunk);
}
export function productOfInt(chunk: i32): void {
  reduce<ProdInt>(chunk);
}
export function maxOfInt(chunk: i32): void {
  reduce<MaxInt>(chunk);
}
export function minOfInt(chunk: i32): void {
  reduce<MinInt>(chunk);
}

/**
 * Index of the first largest (`sign` 1) or smallest (`sign` −1) element; the first NaN wins over all. Words: x,
 * out, outer, count, inner, outputs of a chunk, sign.
 */
export function argExtreme(chunk: i32): void {
  extremes<f32>(chunk);
}

/** As argExtreme, of whole numbers. */
export function argExtremeInt(chunk: i32): void {
  extremes<i32>(chunk);
}

/** float64 holds both kinds exactly. */
@inline function extremes<E>(chunk: i32): void {
  const count = word(3);
  const inner = word(4);
  const sign = <f64>float(6);
  const first = chunk * word(5);
  const last = min(first + word(5), word(2) * inner);
  for (let place = first; place < last; place++) {
    let p = at(address(0), (place / inner) * count * inner + (place % inner));
    let best = <f64>load<E>(p) * sign;
    let index = 0;
    for (let i = 1; i < count && best == best; i++) {
      p = at(p, inner);
      const value = <f64>load<E>(p) * sign;
      if (value > best || value != value) {
        best = value;
        index = i;
      }
    }
    store<i32>(at(address(1), place), index);
  }
}
