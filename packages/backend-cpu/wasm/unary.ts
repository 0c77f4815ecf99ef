// Elementwise mathematics.
import * as exponential from './exponential';
import { map } from './row';
import * as trigonometry from './trigonometry';
import { all } from './vector';

@unmanaged class Neg {
  @inline of(x: v128): v128 {
    return f32x4.neg(x);
  }
}
@unmanaged class Abs {
  @inline of(x: v128): v128 {
    return f32x4.abs(x);
  }
}
@unmanaged class Sign {
  @inline of(x: v128): v128 {
    const positive = v128.and(f32x4.gt(x, all(0)), all(1));
    const negative = v128.and(f32x4.lt(x, all(0)), all(-1));
    // x itself where it is ±0 or NaN.
    const nonZero = v128.or(f32x4.gt(x, all(0)), f32x4.lt(x, all(0)));
    return v128.bitselect(v128.or(positive, negative), x, nonZero);
  }
}
@unmanaged class Exp {
  @inline of(x: v128): v128 {
    return exponential.exp(x);
  }
}
@unmanaged class Expm1 {
  @inline of(x: v128): v128 {
    return exponential.expm1(x);
  }
}
@unmanaged class Log {
  @inline of(x: v128): v128 {
    return exponential.log(x);
  }
}
@unmanaged class Log1p {
  @inline of(x: v128): v128 {
    return exponential.log1p(x);
  }
}
@unmanaged class Sqrt {
  @inline of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}
@unmanaged class Rsqrt {
  @inline of(x: v128): v128 {
    return f32x4.div(all(1), f32x4.sqrt(x));
  }
}
@unmanaged class Square {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}
@unmanaged class Reciprocal {
  @inline of(x: v128): v128 {
    return f32x4.div(all(1), x);
  }
}
@unmanaged class Sin {
  @inline of(x: v128): v128 {
    return trigonometry.sin(x);
  }
}
@unmanaged class Cos {
  @inline of(x: v128): v128 {
    return trigonometry.cos(x);
  }
}
@unmanaged class Tan {
  @inline of(x: v128): v128 {
    return trigonometry.tan(x);
  }
}
@unmanaged class Tanh {
  @inline of(x: v128): v128 {
    return exponential.tanh(x);
  }
}
@unmanaged class Erf {
  @inline of(x: v128): v128 {
    return exponential.erf(x);
  }
}
@unmanaged class Floor {
  @inline of(x: v128): v128 {
    return f32x4.floor(x);
  }
}
@unmanaged class Ceil {
  @inline of(x: v128): v128 {
    return f32x4.ceil(x);
  }
}
@unmanaged class Round {
  @inline of(x: v128): v128 {
    return f32x4.nearest(x);
  }
}
@unmanaged class NegInt {
  @inline of(x: v128): v128 {
    return i32x4.neg(x);
  }
}
@unmanaged class AbsInt {
  @inline of(x: v128): v128 {
    return i32x4.abs(x);
  }
}
@unmanaged class SquareInt {
  @inline of(x: v128): v128 {
    return i32x4.mul(x, x);
  }
}

export function neg(x: usize, out: usize, length: i32): void {
  map<Neg>(x, out, length);
}
export function abs(x: usize, out: usize, length: i32): void {
  map<Abs>(x, out, length);
}
export function sign(x: usize, out: usize, length: i32): void {
  map<Sign>(x, out, length);
}
export function exp(x: usize, out: usize, length: i32): void {
  map<Exp>(x, out, length);
}
export function expm1(x: usize, out: usize, length: i32): void {
  map<Expm1>(x, out, length);
}
export function log(x: usize, out: usize, length: i32): void {
  map<Log>(x, out, length);
}
export function log1p(x: usize, out: usize, length: i32): void {
  map<Log1p>(x, out, length);
}
export function sqrt(x: usize, out: usize, length: i32): void {
  map<Sqrt>(x, out, length);
}
export function rsqrt(x: usize, out: usize, length: i32): void {
  map<Rsqrt>(x, out, length);
}
export function square(x: usize, out: usize, length: i32): void {
  map<Square>(x, out, length);
}
export function reciprocal(x: usize, out: usize, length: i32): void {
  map<Reciprocal>(x, out, length);
}
export function sin(x: usize, out: usize, length: i32): void {
  map<Sin>(x, out, length);
}
export function cos(x: usize, out: usize, length: i32): void {
  map<Cos>(x, out, length);
}
export function tan(x: usize, out: usize, length: i32): void {
  map<Tan>(x, out, length);
}
export function tanh(x: usize, out: usize, length: i32): void {
  map<Tanh>(x, out, length);
}
export function erf(x: usize, out: usize, length: i32): void {
  map<Erf>(x, out, length);
}
export function floor(x: usize, out: usize, length: i32): void {
  map<Floor>(x, out, length);
}
export function ceil(x: usize, out: usize, length: i32): void {
  map<Ceil>(x, out, length);
}
export function round(x: usize, out: usize, length: i32): void {
  map<Round>(x, out, length);
}
export function negInt(x: usize, out: usize, length: i32): void {
  map<NegInt>(x, out, length);
}
export function absInt(x: usize, out: usize, length: i32): void {
  map<AbsInt>(x, out, length);
}
export function squareInt(x: usize, out: usize, length: i32): void {
  map<SquareInt>(x, out, length);
}

/** x kept within the two numbers at `bounds`. */
export function clip(x: usize, xStep: i32, bounds: usize, boundsStep: i32, out: usize, length: i32): void {
  const least = v128.load32_splat(bounds);
  const most = v128.load32_splat(bounds, 4);
  const end = out + (<usize>length << 2);
  for (; out < end; out += 16, x += 16) v128.store(out, f32x4.min(f32x4.max(v128.load(x), least), most));
}
