// Changes of element kind.
import { map, storeMask } from './row';

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

export function toFloat(x: usize, out: usize, length: i32): void {
  map<ToFloat>(x, out, length);
}
export function toInt(x: usize, out: usize, length: i32): void {
  map<ToInt>(x, out, length);
}

/** Bytes 0 and 1 as whole numbers. */
export function bytesToInt(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 4, out += 16) {
    v128.store(out, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x))));
  }
}

/** Bytes 0 and 1 as floats. */
export function bytesToFloat(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 4, out += 16) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
    v128.store(out, f32x4.convert_i32x4_u(wide));
  }
}

/** 0 where x is ±0, else 1; NaN gives 1. */
export function floatToBytes(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 16) storeMask(out + i, f32x4.ne(v128.load(x), f32x4.splat(0)));
}

/** 0 where x is 0, else 1. */
export function intToBytes(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4, x += 16) storeMask(out + i, i32x4.ne(v128.load(x), i32x4.splat(0)));
}
