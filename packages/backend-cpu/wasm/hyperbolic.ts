// Hyperbolic sine and cosine and the inverse functions. Coefficients: scripts/fit-polynomials.mjs.
import { exp, log, log1p } from './exponential';
import { polynomial } from './polynomial';
import { map } from './row';
import { all, madd, withSign } from './vector';

const LN2: f32 = 0.693147180559945309;

/** Above this x² + 1 and x² − 1 are x². */
const FAR: f32 = 1e9;

/** e^a / 2 for a ≥ 0, as a product of two, for e^a may be ∞ where its half is not. */
@inline function halfExp(a: v128): v128 {
  const root = exp(f32x4.mul(a, all(0.5)));
  return f32x4.mul(f32x4.mul(root, all(0.5)), root);
}

const SINH = memory.data<f32>([
  0.000002806280235745362, 0.00019838102161884308, 0.008333339355885983, 0.1666666716337204,
]);

@unmanaged class Sinh {
  @inline of(x: v128): v128 {
    const a = f32x4.abs(x);
    const square = f32x4.mul(a, a);
    const small = madd(f32x4.mul(a, square), polynomial(square, SINH, 3), a);
    const half = halfExp(a);
    const large = f32x4.sub(half, f32x4.div(all(0.25), half));
    return withSign(v128.bitselect(small, large, f32x4.lt(a, all(1))), x);
  }
}
@unmanaged class Cosh {
  @inline of(x: v128): v128 {
    const half = halfExp(f32x4.abs(x));
    return f32x4.add(half, f32x4.div(all(0.25), half));
  }
}
@unmanaged class Asinh {
  @inline of(x: v128): v128 {
    const a = f32x4.abs(x);
    const square = f32x4.mul(a, a);
    const more = f32x4.div(square, f32x4.add(f32x4.sqrt(f32x4.add(square, all(1))), all(1)));
    return withSign(logarithm(a, f32x4.add(a, more)), x);
  }
}
@unmanaged class Acosh {
  @inline of(x: v128): v128 {
    const t = f32x4.sub(x, all(1));
    const root = f32x4.sqrt(f32x4.mul(t, f32x4.add(t, all(2))));
    return v128.or(logarithm(x, f32x4.add(t, root)), f32x4.lt(x, all(1)));
  }
}
@unmanaged class Atanh {
  @inline of(x: v128): v128 {
    const a = f32x4.abs(x);
    const ratio = f32x4.div(f32x4.add(a, a), f32x4.sub(all(1), a));
    return withSign(f32x4.mul(log1p(ratio), all(0.5)), x);
  }
}

/** ln(1 + t), or ln 2a where a is so large that they are the same. */
@inline function logarithm(a: v128, t: v128): v128 {
  return v128.bitselect(f32x4.add(log(a), all(LN2)), log1p(t), f32x4.gt(a, all(FAR)));
}

export function sinh(x: usize, out: usize, length: i32): void {
  map<Sinh>(x, out, length);
}
export function cosh(x: usize, out: usize, length: i32): void {
  map<Cosh>(x, out, length);
}
export function asinh(x: usize, out: usize, length: i32): void {
  map<Asinh>(x, out, length);
}
export function acosh(x: usize, out: usize, length: i32): void {
  map<Acosh>(x, out, length);
}
export function atanh(x: usize, out: usize, length: i32): void {
  map<Atanh>(x, out, length);
}
