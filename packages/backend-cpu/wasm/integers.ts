// Elementwise functions of whole numbers that are more than one instruction.
import { address, refuse, word } from './control';
import { lanes, map } from './row';
import { at, firstLanes } from './vector';

@inline function zero(): v128 {
  return i32x4.splat(0);
}

@unmanaged class SignInt {
  @inline of(x: v128): v128 {
    return i32x4.max_s(i32x4.min_s(x, i32x4.splat(1)), i32x4.splat(-1));
  }
}
@unmanaged class ReluInt {
  @inline of(x: v128): v128 {
    return i32x4.max_s(x, zero());
  }
}
@unmanaged class Relu6Int {
  @inline of(x: v128): v128 {
    return i32x4.min_s(i32x4.max_s(x, zero()), i32x4.splat(6));
  }
}
@unmanaged class StepInt {
  @inline of(x: v128): v128 {
    return i32x4.min_s(i32x4.max_s(x, zero()), i32x4.splat(1));
  }
}
@unmanaged class SquaredDifferenceInt {
  @inline of(x: v128, y: v128): v128 {
    const difference = i32x4.sub(x, y);
    return i32x4.mul(difference, difference);
  }
}
@unmanaged class FloorDivideInt {
  @inline of(x: v128, y: v128): v128 {
    return floorOfQuotients(x, y);
  }
}
@unmanaged class ModuloInt {
  @inline of(x: v128, y: v128): v128 {
    return i32x4.sub(x, i32x4.mul(y, floorOfQuotients(x, y)));
  }
}

/** In doubles, which hold the quotients of whole numbers well enough to tell on which side of a whole one they lie. */
function floorOfQuotients(x: v128, y: v128): v128 {
  const low = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(x), f64x2.convert_low_i32x4_s(y)));
  const xHigh = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(x, x, 1, 0));
  const yHigh = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(y, y, 1, 0));
  const high = f64x2.floor(f64x2.div(xHigh, yHigh));
  const quotients = v128.shuffle<i64>(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 2);
  // The least by −1 wraps around.
  return v128.bitselect(i32x4.neg(x), quotients, i32x4.eq(y, i32x4.splat(-1)));
}

/** Refuses the first 0 among divisors. Words: divisors, how many, number of the refusal. One chunk. */
export function checkDivisors(_chunk: i32): void {
  const count = word(1);
  for (let i = 0; i < count; i += 4) {
    const zeros = i32x4.eq(v128.load(at(address(0), i)), zero());
    if (v128.any_true(v128.and(zeros, firstLanes(count - i)))) {
      refuse(word(2), 0, i);
      return;
    }
  }
}

export function signInt(x: usize, out: usize, length: i32): void {
  map<SignInt>(x, out, length);
}
export function reluInt(x: usize, out: usize, length: i32): void {
  map<ReluInt>(x, out, length);
}
export function relu6Int(x: usize, out: usize, length: i32): void {
  map<Relu6Int>(x, out, length);
}
export function stepInt(x: usize, out: usize, length: i32): void {
  map<StepInt>(x, out, length);
}
export function squaredDifferenceInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<SquaredDifferenceInt>(a, aStep, b, bStep, out, length);
}
export function floorDivideInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<FloorDivideInt>(a, aStep, b, bStep, out, length);
}
export function moduloInt(a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: i32): void {
  lanes<ModuloInt>(a, aStep, b, bStep, out, length);
}
