// Elementwise functions of whole numbers that are more than one instruction.
import { lanes, map } from './row';

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
