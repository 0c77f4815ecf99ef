// Inverse sine, cosine and tangent. Coefficients: scripts/fit-polynomials.mjs.
import { entry, polynomial } from './polynomial';
import { lanes, map } from './row';
import { all, madd, withSign } from './vector';

const HALF_PI: f32 = 1.57079632679489662;
const QUARTER_PI: f32 = 0.785398163397448310;
const PI: f32 = 3.14159265358979324;

/** tan 3π/8 and tan π/8: between them the angle is taken from π/4, above them from π/2. */
const ATAN_RANGES = memory.data<f32>([2.41421356237309505, 0.414213562373095049]);
const ATAN = memory.data<f32>([
  -0.06451597064733505, 0.10743631422519684, -0.14263945817947388, 0.19999539852142334, -0.3333333134651184,
]);

/** The inverse tangent of a ≥ 0. */
function atanOf(a: v128): v128 {
  const steep = f32x4.gt(a, entry(ATAN_RANGES, 0));
  const flat = f32x4.le(a, entry(ATAN_RANGES, 1));
  const from = v128.andnot(v128.bitselect(all(HALF_PI), all(QUARTER_PI), steep), flat);
  const above = v128.bitselect(all(-1), f32x4.sub(a, all(1)), steep);
  const below = v128.bitselect(a, f32x4.add(a, all(1)), steep);
  const t = v128.bitselect(a, f32x4.div(above, below), flat);
  const square = f32x4.mul(t, t);
  return f32x4.add(from, madd(f32x4.mul(t, square), polynomial(square, ATAN, 4), t));
}

const ASIN = memory.data<f32>([
  0.03808502480387688, 0.026554541662335396, 0.045001380145549774, 0.07498855143785477, 0.16666673123836517,
]);

/** The inverse sine of a, where a² is given: exact up to a = ½. */
@inline function asinOf(a: v128, square: v128): v128 {
  return madd(f32x4.mul(a, square), polynomial(square, ASIN, 4), a);
}

/** For |x| above ½, where asin x = π/2 − 2 asin √((1 − |x|) / 2): that half of the angle, else asin |x|; and where. */
@inline function isFar(a: v128): v128 {
  return f32x4.gt(a, all(0.5));
}
@inline function nearOrHalf(a: v128): v128 {
  const rest = f32x4.mul(f32x4.sub(all(1), a), all(0.5));
  const far = isFar(a);
  const square = v128.bitselect(rest, f32x4.mul(a, a), far);
  // Outside of [−1, 1] the root is NaN.
  return asinOf(v128.bitselect(f32x4.sqrt(rest), a, far), square);
}

@unmanaged class Asin {
  @inline of(x: v128): v128 {
    const a = f32x4.abs(x);
    const angle = nearOrHalf(a);
    return withSign(v128.bitselect(f32x4.sub(all(HALF_PI), f32x4.add(angle, angle)), angle, isFar(a)), x);
  }
}
@unmanaged class Acos {
  @inline of(x: v128): v128 {
    const a = f32x4.abs(x);
    const angle = nearOrHalf(a);
    const whole = f32x4.add(angle, angle);
    const far = v128.bitselect(f32x4.sub(all(PI), whole), whole, f32x4.lt(x, all(0)));
    return v128.bitselect(far, f32x4.sub(all(HALF_PI), withSign(angle, x)), isFar(a));
  }
}
@unmanaged class Atan {
  @inline of(x: v128): v128 {
    return withSign(atanOf(f32x4.abs(x)), x);
  }
}
@unmanaged class Atan2 {
  @inline of(y: v128, x: v128): v128 {
    const rise = f32x4.abs(y);
    const run = f32x4.abs(x);
    // Equal ones make 1, infinite ones too; 0 and 0 make 0.
    const slope = v128.bitselect(all(1), f32x4.div(rise, run), f32x4.eq(rise, run));
    const angle = atanOf(v128.bitselect(rise, slope, f32x4.eq(f32x4.max(rise, run), all(0))));
    // The sign of x as a mask: that of −0 counts.
    const behind = v128.bitselect(f32x4.sub(all(PI), angle), angle, i32x4.shr_s(x, 31));
    return withSign(behind, y);
  }
}

export function asin(x: usize, out: usize, length: i32): void {
  map<Asin>(x, out, length);
}
export function acos(x: usize, out: usize, length: i32): void {
  map<Acos>(x, out, length);
}
export function atan(x: usize, out: usize, length: i32): void {
  map<Atan>(x, out, length);
}
export function atan2(y: usize, yStep: i32, x: usize, xStep: i32, out: usize, length: i32): void {
  lanes<Atan2>(y, yStep, x, xStep, out, length);
}
