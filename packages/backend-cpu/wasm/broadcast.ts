// Walks over two operands that broadcast against each other; the output is contiguous.
import { setWord, word } from './vector';

// Argument words: outer rank, row length, elements that a and b step inside a row (0 or 1), then for every
// outer axis, outermost first, its size and the bytes that a and b step. Counters follow.
const AXES: i32 = 4;
const COUNTERS: i32 = 64;

/** Calls `Row.row` for every row; a row writes `length` elements of `outBytes`. */
export function broadcast<Row>(a: usize, b: usize, out: usize, outBytes: i32): void {
  const rank = word(0);
  const length = word(1);
  const aStep = word(2);
  const bStep = word(3);
  let rows = 1;
  for (let i = 0; i < rank; i++) {
    rows *= word(AXES + 3 * i);
    setWord(COUNTERS + i, 0);
  }
  for (let r = 0; r < rows; r++) {
    changetype<Row>(0).row(a, aStep, b, bStep, out, length);
    out += length * outBytes;
    for (let i = rank - 1; i >= 0; i--) {
      const axis = AXES + 3 * i;
      const count = word(COUNTERS + i) + 1;
      a += word(axis + 1);
      b += word(axis + 2);
      if (count < word(axis)) {
        setWord(COUNTERS + i, count);
        break;
      }
      setWord(COUNTERS + i, 0);
      a -= word(axis) * word(axis + 1);
      b -= word(axis) * word(axis + 2);
    }
  }
}

/** Rows of 4-byte elements to 4-byte elements; `F.of` is the function of two vectors. */
@unmanaged export class Lanes<F> {
  @inline row(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
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
}

/** Rows of 4-byte elements to bytes 0 and 1; `F.of` gives masks. */
@unmanaged export class Masks<F> {
  @inline row(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
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
}

/** Rows of bytes to bytes. */
@unmanaged export class Bytes<F> {
  @inline row(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
    const end = out + <usize>length;
    for (; out < end; out += 16, a += 16 * aStep, b += 16 * bStep) {
      const x = aStep ? v128.load(a) : v128.load8_splat(a);
      const y = bStep ? v128.load(b) : v128.load8_splat(b);
      v128.store(out, changetype<F>(0).of(x, y));
    }
  }
}

/** Stores four 32-bit masks as four bytes 0 or 1. */
@inline export function storeMask(out: usize, mask: v128): void {
  const halves = i16x8.narrow_i32x4_s(mask, mask);
  const bytes = v128.and(i8x16.narrow_i16x8_s(halves, halves), i8x16.splat(1));
  v128.store_lane<u32>(out, bytes, 0);
}
