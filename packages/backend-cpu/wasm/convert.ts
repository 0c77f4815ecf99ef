// Fill, and changes of element kind.
import { storeMask } from './broadcast';
import { map } from './map';

@unmanaged class ToFloat {
  @inline of(x: v128): v128 {
    return f32x4.convert_i32x4_s(x);
  }
}
@unmanaged class ToInt {
  @inline of(x: v128): v128 {
    return i32x4.trunc_sat_f32x4_s(x);
  }
}

export function toFloat(x: usize, out: usize, size: i32): void {
  map<ToFloat>(x, out, size);
}
export function toInt(x: usize, out: usize, size: i32): void {
  map<ToInt>(x, out, size);
}

/** `pattern`, the bits of a 4-byte element, in all places. */
export function fill(out: usize, size: i32, pattern: i32): void {
  for (let i = 0; i < size; i += 4, out += 16) v128.store(out, i32x4.splat(pattern));
}

/** Bytes 0 and 1 as whole numbers. */
export function bytesToInt(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4, x += 4, out += 16) {
    v128.store(out, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x))));
  }
}

/** Bytes 0 and 1 as floats. */
export function bytesToFloat(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4, x += 4, out += 16) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
    v128.store(out, f32x4.convert_i32x4_u(wide));
  }
}

/** 0 where x is ±0, else 1; NaN gives 1. */
export function floatToBytes(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4, x += 16) storeMask(out + i, f32x4.ne(v128.load(x), f32x4.splat(0)));
}

/** 0 where x is 0, else 1. */
export function intToBytes(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i += 4, x += 16) storeMask(out + i, i32x4.ne(v128.load(x), i32x4.splat(0)));
}
