// Activation functions.
import * as exponential from './exponential';
import { lanes, map } from './row';
import { all } from './vector';

const SELU_SCALE: f32 = 1.0507009873554805;
const SELU_SCALE_ALPHA: f32 = 1.7580993408473766;

@unmanaged class Sigmoid {
  @inline of(x: v128): v128 {
    return exponential.sigmoid(x);
  }
}
@unmanaged class Softplus {
  @inline of(x: v128): v128 {
    return exponential.softplus(x);
  }
}
@unmanaged class Relu {
  @inline of(x: v128): v128 {
    return v128.andnot(x, f32x4.le(x, all(0)));
  }
}
@unmanaged class Relu6 {
  @inline of(x: v128): v128 {
    return f32x4.min(f32x4.max(x, all(0)), all(6));
  }
}
@unmanaged class Elu {
  @inline of(x: v128): v128 {
    return v128.bitselect(exponential.expm1(x), x, f32x4.lt(x, all(0)));
  }
}
@unmanaged class Selu {
  @inline of(x: v128): v128 {
    const below = f32x4.mul(exponential.expm1(x), all(SELU_SCALE_ALPHA));
    return v128.bitselect(below, f32x4.mul(x, all(SELU_SCALE)), f32x4.lt(x, all(0)));
  }
}
@unmanaged class Step {
  @inline of(x: v128): v128 {
    const nan = f32x4.ne(x, x);
    return v128.bitselect(x, v128.and(f32x4.gt(x, all(0)), all(1)), nan);
  }
}
/** x where it is positive, alpha·x elsewhere. */
@unmanaged class LeakyRelu {
  @inline of(x: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.mul(x, alpha), x, f32x4.lt(x, all(0)));
  }
}

export function sigmoid(x: usize, out: usize, length: i32): void {
  map<Sigmoid>(x, out, length);
}
export function softplus(x: usize, out: usize, length: i32): void {
  map<Softplus>(x, out, length);
}
export function relu(x: usize, out: usize, length: i32): void {
  map<Relu>(x, out, length);
}
export function relu6(x: usize, out: usize, length: i32): void {
  map<Relu6>(x, out, length);
}
export function elu(x: usize, out: usize, length: i32): void {
  map<Elu>(x, out, length);
}
export function selu(x: usize, out: usize, length: i32): void {
  map<Selu>(x, out, length);
}
export function step(x: usize, out: usize, length: i32): void {
  map<Step>(x, out, length);
}
export function leakyRelu(x: usize, xStep: i32, alpha: usize, alphaStep: i32, out: usize, length: i32): void {
  lanes<LeakyRelu>(x, xStep, alpha, alphaStep, out, length);
}
