import { noteFault } from '../shader/faults.js';

/**
 * Numbers that WGSL cannot write, and comparisons that keep NaN. A compiler may assume that arithmetic meets neither NaN
 * nor infinities (WGSL, section 15.7.2), so they are told from their bits.
 */
export const numbers = {
  nan: `var<private> nan_bits: u32 = 0x7fc00000u;
fn nan() -> f32 { return bitcast<f32>(nan_bits); }`,
  infinity: `var<private> infinity_bits: u32 = 0x7f800000u;
fn infinity() -> f32 { return bitcast<f32>(infinity_bits); }`,
  is_nan: `fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }`,
  is_infinite: `fn is_infinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }`,
  is_finite: `fn is_finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) < 0x7f800000u; }`,
  // Equal numbers have equal bits, but for zeros, where + is the larger.
  maximum: `fn maximum(a: f32, b: f32) -> f32 {
  if (is_nan(a) || is_nan(b)) { return nan(); }
  if (a == b) { return bitcast<f32>(bitcast<u32>(a) & bitcast<u32>(b)); }
  return select(b, a, a > b);
}`,
  minimum: `fn minimum(a: f32, b: f32) -> f32 {
  if (is_nan(a) || is_nan(b)) { return nan(); }
  if (a == b) { return bitcast<f32>(bitcast<u32>(a) | bitcast<u32>(b)); }
  return select(b, a, a < b);
}`,
  // Zeros of either sign are the same, and so are NaNs.
  is_same: `fn is_same(a: f32, b: f32) -> bool { return select(a == b, is_nan(a), is_nan(b)); }`,
  // The sign of the second number, zeros included.
  with_sign: `fn with_sign(size: f32, signed: f32) -> f32 {
  return bitcast<f32>((bitcast<u32>(size) & 0x7fffffffu) | (bitcast<u32>(signed) & 0x80000000u));
}`,
  sign_of: `fn sign_of(x: f32) -> f32 {
  if (is_nan(x) || x == 0.0) { return x; }
  return with_sign(1.0, x);
}`,
  // 2ᵏ with |x| / 2ᵏ in [½, 1), and k at least `least`; 1 for 0 and what is not finite.
  power_of_two: `fn power_of_two(x: f32, least: i32) -> f32 {
  if (!is_finite(x) || x == 0.0) { return 1.0; }
  return ldexp(1.0, clamp(frexp(x).exp, least, 126));
}`,
  floor_divide: `fn floor_divide(a: i32, b: i32) -> i32 {
  if (b == 0) { ${noteFault('floorDiv', 'b', '0u', 0)} return 0; }
  let quotient = a / b;
  return select(quotient, quotient - 1, a % b != 0 && (a < 0) != (b < 0));
}`,
  floor_modulo: `fn floor_modulo(a: i32, b: i32) -> i32 {
  if (b == 0) { ${noteFault('mod', 'b', '0u', 0)} return 0; }
  let rest = a % b;
  return select(rest, rest + b, rest != 0 && (rest < 0) != (b < 0));
}`,
  // A quotient so close to 0 that it counts as 0 still lies below it, where the signs differ.
  floor_quotient: `fn floor_quotient(a: f32, b: f32) -> f32 {
  let quotient = a / b;
  let isBelow = (bitcast<i32>(a) ^ bitcast<i32>(b)) < 0;
  let isLost = quotient == 0.0 && (bitcast<u32>(a) & 0x7fffffffu) != 0u && is_finite(b);
  return select(floor(quotient), -1.0, isBelow && isLost);
}`,
  // The rest has the sign of the divisor, as in Python.
  float_modulo: `fn float_modulo(a: f32, b: f32) -> f32 {
  if (is_nan(a) || is_nan(b) || is_infinite(a) || b == 0.0) { return nan(); }
  var rest = a;
  if (!is_infinite(b)) { rest = exact_rest(a, b); }
  if (rest == 0.0) { return with_sign(0.0, a); }
  return select(rest, rest + b, (rest < 0.0) != (b < 0.0));
}`,
  // a mod b with the sign of a, without rounding: long division on the bits of the significands.
  exact_rest: `fn exact_rest(a: f32, b: f32) -> f32 {
  let split_a = frexp(abs(a));
  let split_b = frexp(abs(b));
  if (abs(a) < abs(b)) { return a; }
  var rest = u32(split_a.fract * 16777216.0);
  let divisor = u32(split_b.fract * 16777216.0);
  var shift = split_a.exp - split_b.exp;
  while (shift > 0) {
    if (rest >= divisor) { rest -= divisor; }
    rest = rest << 1u;
    shift -= 1;
  }
  if (rest >= divisor) { rest -= divisor; }
  return with_sign(ldexp(f32(rest) / 16777216.0, split_b.exp), a);
}`,
  // Truncated, at the ends of int32 beyond them, NaN being 0.
  to_int: `fn to_int(x: f32) -> i32 {
  if (is_nan(x)) { return 0; }
  if (x >= 2147483648.0) { return 2147483647; }
  if (x <= -2147483648.0) { return i32(-2147483647 - 1); }
  return i32(x);
}`,
} as const;
