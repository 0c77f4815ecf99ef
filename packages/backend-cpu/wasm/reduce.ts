// Reductions of [outer, count, inner] to [outer, inner]. Long sums are sums of halves, so that the rounding
// error grows with the logarithm of `count`; the order is always the same.
import { all, at } from './vector';

const ROW_CHUNK: i32 = 1024;
const COLUMN_CHUNK: i32 = 128;

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

function rows<R>(x: usize, out: usize, outer: i32, count: i32): void {
  for (let row = 0; row < outer; row++, x = at(x, count), out += 4) {
    v128.store_lane<u32>(out, pairwise<R>(x, count), 0);
  }
}

/** Joins `count` rows of 16 neighbouring columns. */
@inline function strip16<R>(x: usize, out: usize, count: i32, inner: i32): void {
  const step = <usize>inner << 2;
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

/** As strip16, for up to 4 columns. */
@inline function strip4<R>(x: usize, out: usize, count: i32, inner: i32): void {
  const step = <usize>inner << 2;
  let a = changetype<R>(0).start();
  for (let i = 0; i < count; i++, x += step) a = changetype<R>(0).join(a, v128.load(x));
  v128.store(out, a);
}

/** Joins any number of rows, halves first; `spare` holds `inner` + 4 floats for every halving. */
function columns<R>(x: usize, out: usize, count: i32, inner: i32, spare: usize): void {
  if (count <= COLUMN_CHUNK) {
    let column = 0;
    for (; column + 16 <= inner; column += 16) strip16<R>(at(x, column), at(out, column), count, inner);
    for (; column < inner; column += 4) strip4<R>(at(x, column), at(out, column), count, inner);
    return;
  }
  const top = ((count / COLUMN_CHUNK + 1) >> 1) * COLUMN_CHUNK;
  columns<R>(x, out, top, inner, spare);
  columns<R>(at(x, top * inner), spare, count - top, inner, at(spare, inner + 4));
  for (let column = 0; column < inner; column += 4) {
    const to = at(out, column);
    v128.store(to, changetype<R>(0).join(v128.load(to), v128.load(at(spare, column))));
  }
}

/** Bytes of workspace that a reduction needs. */
export function reduceWorkspace(count: i32, inner: i32): f64 {
  let halvings = 0;
  for (let n = count; n > COLUMN_CHUNK; n = n - ((n / COLUMN_CHUNK + 1) >> 1) * COLUMN_CHUNK) halvings++;
  return inner == 1 ? 0 : 4 * <f64>(inner + 4) * <f64>(halvings + 1);
}

@inline function reduce<R>(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  if (inner == 1) {
    rows<R>(x, out, outer, count);
    return;
  }
  for (let o = 0; o < outer; o++, x = at(x, count * inner), out = at(out, inner)) columns<R>(x, out, count, inner, spare);
}

export function sumOf(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<Sum>(x, out, outer, count, inner, spare);
}
export function productOf(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<Prod>(x, out, outer, count, inner, spare);
}
export function maxOf(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<Max>(x, out, outer, count, inner, spare);
}
export function minOf(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<Min>(x, out, outer, count, inner, spare);
}
export function sumOfInt(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<SumInt>(x, out, outer, count, inner, spare);
}
export function maxOfInt(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<MaxInt>(x, out, outer, count, inner, spare);
}
export function minOfInt(x: usize, out: usize, outer: i32, count: i32, inner: i32, spare: usize): void {
  reduce<MinInt>(x, out, outer, count, inner, spare);
}

/** Index of the first largest (`sign` 1) or smallest (`sign` −1) element; the first NaN wins over all. */
export function argExtreme(x: usize, out: usize, outer: i32, count: i32, inner: i32, sign: f32): void {
  for (let o = 0; o < outer; o++) {
    for (let column = 0; column < inner; column++) {
      let p = at(x, column);
      let best = load<f32>(p) * sign;
      let index = 0;
      for (let i = 1; i < count && best == best; i++) {
        p = at(p, inner);
        const value = load<f32>(p) * sign;
        if (value > best || value != value) {
          best = value;
          index = i;
        }
      }
      store<i32>(out, index);
      out += 4;
    }
    x = at(x, count * inner);
  }
}
