// Elementwise functions over a row: what the walks of elementwise.ts and chain.ts call through the table of
// functions. `F.of` is the function of vectors; a step of 0 repeats an operand's only element.

/** One operand of 4-byte elements. */
@inline export function map<F>(x: usize, out: usize, length: i32): void {
  const end = out + (<usize>length << 2);
  for (; out < end; out += 16, x += 16) v128.store(out, changetype<F>(0).of(v128.load(x)));
}

/** 4-byte elements to 4-byte elements; `F.of` is the function of two vectors. */
@inline export function lanes<F>(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  const end = out + (<usize>length << 2);
  if (bStep == 0) {
    const y = v128.load32_splat(b);
    for (; out < end; out += 16, a += 16) v128.store(out, changetype<F>(0).of(v128.load(a), y));
  } else if (aStep == 0) {
    const x = v128.load32_splat(a);
    for (; out < end; out += 16, b += 16) v128.store(out, changetype<F>(0).of(x, v128.load(b)));
  } else {
    for (; out < end; out += 16, a += 16, b += 16) {
      v128.store(out, changetype<F>(0).of(v128.load(a), v128.load(b)));
    }
  }
}

/** 4-byte elements to bytes 0 and 1; `F.of` gives masks. */
@inline export function masks<F>(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  const end = out + <usize>length;
  if (bStep == 0) {
    const y = v128.load32_splat(b);
    for (; out < end; out += 4, a += 16) storeMask(out, changetype<F>(0).of(v128.load(a), y));
  } else if (aStep == 0) {
    const x = v128.load32_splat(a);
    for (; out < end; out += 4, b += 16) storeMask(out, changetype<F>(0).of(x, v128.load(b)));
  } else {
    for (; out < end; out += 4, a += 16, b += 16) {
      storeMask(out, changetype<F>(0).of(v128.load(a), v128.load(b)));
    }
  }
}

/** Bytes to bytes. */
@inline export function bytes<F>(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  const end = out + <usize>length;
  for (; out < end; out += 16, a += 16 * aStep, b += 16 * bStep) {
    const x = aStep ? v128.load(a) : v128.load8_splat(a);
    const y = bStep ? v128.load(b) : v128.load8_splat(b);
    v128.store(out, changetype<F>(0).of(x, y));
  }
}

/** Stores four 32-bit masks as four bytes 0 or 1. */
@inline export function storeMask(out: usize, mask: v128): void {
  const halves = i16x8.narrow_i32x4_s(mask, mask);
  const bytes = v128.and(i8x16.narrow_i16x8_s(halves, halves), i8x16.splat(1));
  v128.store_lane<u32>(out, bytes, 0);
}
