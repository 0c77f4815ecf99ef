// Comparisons, and logic on bytes that are 0 or 1.
import { broadcast, Bytes, Masks, storeMask } from './broadcast';

@unmanaged class Equal {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.eq(x, y);
  }
}
@unmanaged class NotEqual {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.ne(x, y);
  }
}
@unmanaged class Less {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.lt(x, y);
  }
}
@unmanaged class LessEqual {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.le(x, y);
  }
}
@unmanaged class EqualInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.eq(x, y);
  }
}
@unmanaged class NotEqualInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.ne(x, y);
  }
}
@unmanaged class LessInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.lt_s(x, y);
  }
}
@unmanaged class LessEqualInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.le_s(x, y);
  }
}
@unmanaged class Greater {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.gt(x, y);
  }
}
@unmanaged class GreaterEqual {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.ge(x, y);
  }
}
@unmanaged class GreaterInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.gt_s(x, y);
  }
}
@unmanaged class GreaterEqualInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.ge_s(x, y);
  }
}
@unmanaged class And {
  @inline of(x: v128, y: v128): v128 {
    return v128.and(x, y);
  }
}
@unmanaged class Or {
  @inline of(x: v128, y: v128): v128 {
    return v128.or(x, y);
  }
}

export function equal(a: usize, b: usize, out: usize): void {
  broadcast<Masks<Equal>>(a, b, out, 1);
}
export function notEqual(a: usize, b: usize, out: usize): void {
  broadcast<Masks<NotEqual>>(a, b, out, 1);
}
export function less(a: usize, b: usize, out: usize): void {
  broadcast<Masks<Less>>(a, b, out, 1);
}
export function lessEqual(a: usize, b: usize, out: usize): void {
  broadcast<Masks<LessEqual>>(a, b, out, 1);
}
export function greater(a: usize, b: usize, out: usize): void {
  broadcast<Masks<Greater>>(a, b, out, 1);
}
export function greaterEqual(a: usize, b: usize, out: usize): void {
  broadcast<Masks<GreaterEqual>>(a, b, out, 1);
}
export function equalInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<EqualInt>>(a, b, out, 1);
}
export function notEqualInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<NotEqualInt>>(a, b, out, 1);
}
export function lessInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<LessInt>>(a, b, out, 1);
}
export function lessEqualInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<LessEqualInt>>(a, b, out, 1);
}
export function greaterInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<GreaterInt>>(a, b, out, 1);
}
export function greaterEqualInt(a: usize, b: usize, out: usize): void {
  broadcast<Masks<GreaterEqualInt>>(a, b, out, 1);
}
export function and(a: usize, b: usize, out: usize): void {
  broadcast<Bytes<And>>(a, b, out, 1);
}
export function or(a: usize, b: usize, out: usize): void {
  broadcast<Bytes<Or>>(a, b, out, 1);
}

/** 1 − x on bytes. */
export function not(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 16) {
    v128.store(out + i, v128.xor(v128.load(x + i), i8x16.splat(1)));
  }
}

/** 1 where x is NaN. */
export function isNan(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4, x += 16) {
    const value = v128.load(x);
    storeMask(out + i, f32x4.ne(value, value));
  }
}

/** condition ? a : b on 4-byte elements; a step of 0 repeats an operand's only element. */
export function select(condition: usize, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(condition + i)));
    const x = aStep ? v128.load(a) : v128.load32_splat(a);
    const y = bStep ? v128.load(b) : v128.load32_splat(b);
    v128.store(out, v128.bitselect(x, y, i32x4.ne(wide, i32x4.splat(0))));
    a += 16 * aStep;
    b += 16 * bStep;
    out += 16;
  }
}
