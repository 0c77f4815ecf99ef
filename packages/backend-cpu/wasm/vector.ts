// What every kernel shares. Three agreements with the caller hold everywhere:
// - Buffers are padded, so reading up to 63 bytes past the end is safe.
// - Outputs never overlap inputs, or are one of them, element by element.
// - A chunk is written in ascending order and by one thread, so a vector may write past a row inside of it:
//   what it spoils there is written again. Past the chunk it may write only where the buffer ends.

/** Address of a 4-byte element. */
@inline export function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** The least multiple of `step`, a power of two, that is not below n. */
@inline export function roundUp(n: i32, step: i32): i32 {
  return (n + step - 1) & -step;
}

/** The same number in all lanes. */
@inline export function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** a·b + c, rounded once where the build and the machine have FMA. */
@inline export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** x with the sign of `sign`. */
@inline export function withSign(x: v128, sign: v128): v128 {
  return v128.bitselect(sign, x, all(-0.0));
}

/** Ones in the first `count` lanes. */
@inline export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Writes the first `count` lanes, and not one more. */
@inline export function storeLanes(to: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  if ((count & 2) != 0) {
    v128.store_lane<u64>(to, x, 0);
    if ((count & 1) != 0) v128.store_lane<u32>(to, x, 2, 8);
  } else if (count == 1) {
    v128.store_lane<u32>(to, x, 0);
  }
}

/** Copies `count` floats; may write up to 12 bytes more. */
@inline export function copyFloats(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) v128.store(at(to, i), v128.load(at(from, i)));
}

/** Clears `count` floats; may write up to 12 bytes more. */
@inline export function clearFloats(to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) v128.store(at(to, i), i32x4.splat(0));
}

/** to += from over `count` floats, and not one more. */
@inline export function addFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(at(to, i), f32x4.add(v128.load(at(to, i)), v128.load(at(from, i))));
  }
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(to, i)) + load<f32>(at(from, i)));
}

/** Writes the transpose of a 4 × 4 square of 4-byte elements; rows are steps of bytes apart. */
@inline export function transpose4(from: usize, fromStep: usize, to: usize, toStep: usize): void {
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
