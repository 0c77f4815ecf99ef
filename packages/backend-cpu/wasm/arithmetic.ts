// Elementwise arithmetic of two operands.
import { lanes } from './row';
import { all } from './vector';

@unmanaged class Add {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.add(x, y);
  }
}
@unmanaged class Sub {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.sub(x, y);
  }
}
@unmanaged class Multiply {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.mul(x, y);
  }
}
@unmanaged class Divide {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.div(x, y);
  }
}
@unmanaged class Maximum {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.max(x, y);
  }
}
@unmanaged class Minimum {
  @inline of(x: v128, y: v128): v128 {
    return f32x4.min(x, y);
  }
}
@unmanaged class SquaredDifference {
  @inline of(x: v128, y: v128): v128 {
    const d = f32x4.sub(x, y);
    return f32x4.mul(d, d);
  }
}

/** In doubles, so that a quotient just below a whole number is not rounded up to it first. */
@unmanaged class FloorDivide {
  @inline of(x: v128, y: v128): v128 {
    const low = floorOfQuotient(x, y);
    const high = floorOfQuotient(v128.shuffle<i64>(x, x, 1, 0), v128.shuffle<i64>(y, y, 1, 0));
    return v128.shuffle<i64>(low, high, 0, 2);
  }
}
@inline function floorOfQuotient(x: v128, y: v128): v128 {
  const quotient = f64x2.div(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y));
  return f32x4.demote_f64x2_zero(f64x2.floor(quotient));
}

/** Squares exactly; all else in doubles by the host, since exp(y·ln x) loses digits for large results. */
@unmanaged class Power {
  @inline of(x: v128, y: v128): v128 {
    if (i32x4.all_true(f32x4.eq(y, all(2)))) return f32x4.mul(x, x);
    const result = f32x4(
      <f32>JSMath.pow(f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)),
      <f32>JSMath.pow(f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)),
      <f32>JSMath.pow(f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)),
      <f32>JSMath.pow(f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)),
    );
    // JavaScript makes NaN of 1 to the power of ±∞ and NaN; IEEE 754 says 1.
    return v128.bitselect(all(1), result, f32x4.eq(x, all(1)));
  }
}

/** The remainder with the divisor's sign. */
@unmanaged class Modulo {
  @inline of(x: v128, y: v128): v128 {
    return f32x4(
      remainder(f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)),
      remainder(f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)),
      remainder(f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)),
      remainder(f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)),
    );
  }
}
function remainder(x: f32, y: f32): f32 {
  const rest = x % y;
  return rest != 0 && rest < 0 != y < 0 ? rest + y : rest;
}

/** Gradient of elu from the arriving gradient and elu's output. */
@unmanaged class EluGradient {
  @inline of(dy: v128, y: v128): v128 {
    const slope = v128.bitselect(all(1), f32x4.add(y, all(1)), f32x4.ge(y, all(0)));
    return f32x4.mul(dy, slope);
  }
}

@unmanaged class AddInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.add(x, y);
  }
}
@unmanaged class SubInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.sub(x, y);
  }
}
@unmanaged class MultiplyInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.mul(x, y);
  }
}
@unmanaged class MaximumInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.max_s(x, y);
  }
}
@unmanaged class MinimumInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.min_s(x, y);
  }
}

export function add(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Add>(a, aStep, b, bStep, out, length);
}
export function sub(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Sub>(a, aStep, b, bStep, out, length);
}
export function multiply(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Multiply>(a, aStep, b, bStep, out, length);
}
export function divide(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Divide>(a, aStep, b, bStep, out, length);
}
export function maximum(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Maximum>(a, aStep, b, bStep, out, length);
}
export function minimum(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Minimum>(a, aStep, b, bStep, out, length);
}
export function squaredDifference(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<SquaredDifference>(a, aStep, b, bStep, out, length);
}
export function floorDivide(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<FloorDivide>(a, aStep, b, bStep, out, length);
}
export function power(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Power>(a, aStep, b, bStep, out, length);
}
export function modulo(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<Modulo>(a, aStep, b, bStep, out, length);
}
export function eluGradient(dy: usize, dyStep: i32, y: usize, yStep: i32, out: usize, length: i32): void {
  lanes<EluGradient>(dy, dyStep, y, yStep, out, length);
}
export function addInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<AddInt>(a, aStep, b, bStep, out, length);
}
export function subInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<SubInt>(a, aStep, b, bStep, out, length);
}
export function multiplyInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<MultiplyInt>(a, aStep, b, bStep, out, length);
}
export function maximumInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<MaximumInt>(a, aStep, b, bStep, out, length);
}
export function minimumInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<MinimumInt>(a, aStep, b, bStep, out, length);
}
