// Comparisons, and logic on bytes that are 0 or 1.
import { bytes, masks, storeMask } from './row';
import { all } from './vector';

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
@unmanaged class Differ {
  @inline of(x: v128, y: v128): v128 {
    return v128.xor(x, y);
  }
}
@unmanaged class Agree {
  @inline of(x: v128, y: v128): v128 {
    return v128.xor(v128.xor(x, y), i8x16.splat(1));
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

export function equal(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<Equal>(a, aStep, b, bStep, out, length);
}
export function notEqual(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<NotEqual>(a, aStep, b, bStep, out, length);
}
export function less(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<Less>(a, aStep, b, bStep, out, length);
}
export function lessEqual(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<LessEqual>(a, aStep, b, bStep, out, length);
}
export function greater(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<Greater>(a, aStep, b, bStep, out, length);
}
export function greaterEqual(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<GreaterEqual>(a, aStep, b, bStep, out, length);
}
export function equalInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<EqualInt>(a, aStep, b, bStep, out, length);
}
export function notEqualInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<NotEqualInt>(a, aStep, b, bStep, out, length);
}
export function lessInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<LessInt>(a, aStep, b, bStep, out, length);
}
export function lessEqualInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<LessEqualInt>(a, aStep, b, bStep, out, length);
}
export function greaterInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<GreaterInt>(a, aStep, b, bStep, out, length);
}
export function greaterEqualInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  masks<GreaterEqualInt>(a, aStep, b, bStep, out, length);
}
export function and(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  bytes<And>(a, aStep, b, bStep, out, length);
}
export function or(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  bytes<Or>(a, aStep, b, bStep, out, length);
}

/** 1 − x on bytes. */
export function not(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 16) {
    v128.store(out + i, v128.xor(v128.load(x + i), i8x16.splat(1)));
  }
}

/** 1 where x is NaN. */
export function isNan(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 16) {
    const value = v128.load(x);
    storeMask(out + i, f32x4.ne(value, value));
  }
}

/** 1 where x is ±∞. */
export function isInf(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 16) {
    storeMask(out + i, f32x4.eq(f32x4.abs(v128.load(x)), all(Infinity)));
  }
}

/** Equality of bytes. */
export function notEqualBytes(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  bytes<Differ>(a, aStep, b, bStep, out, length);
}
export function equalBytes(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  bytes<Agree>(a, aStep, b, bStep, out, length);
}

/** Neither NaN nor ±∞. */
export function isFinite(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 16) {
    storeMask(out + i, f32x4.lt(f32x4.abs(v128.load(x)), all(Infinity)));
  }
}

/** condition ? a : b on bytes. */
export function selectBytes(
  condition: usize, conditionStep: i32, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32,
): void {
  for (let i = 0; i < length; i += 16, out += 16) {
    const chosen = conditionStep ? v128.load(condition + i) : v128.load8_splat(condition);
    const x = aStep ? v128.load(a + i) : v128.load8_splat(a);
    const y = bStep ? v128.load(b + i) : v128.load8_splat(b);
    v128.store(out, v128.bitselect(x, y, i8x16.ne(chosen, i8x16.splat(0))));
  }
}

/** condition ? a : b on 4-byte elements; a step of 0 repeats an operand's only element. */
export function select(
  condition: usize, conditionStep: i32, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32,
): void {
  for (let i = 0; i < length; i += 4) {
    const bytes = v128.load32_zero(condition + i * conditionStep);
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    const chosen = conditionStep ? wide : v128.shuffle<i32>(wide, wide, 0, 0, 0, 0);
    const x = aStep ? v128.load(a) : v128.load32_splat(a);
    const y = bStep ? v128.load(b) : v128.load32_splat(b);
    v128.store(out, v128.bitselect(x, y, i32x4.ne(chosen, i32x4.splat(0))));
    a += 16 * aStep;
    b += 16 * bStep;
    out += 16;
  }
}
