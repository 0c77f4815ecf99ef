// sin, cos and tan, four lanes at a time. Coefficients: scripts/fit-polynomials.mjs.
import { all, madd, withSign } from './vector';

// Above this the vector reduction loses digits; the host's Math takes over.
const LARGEST: f32 = 1e6;
// π/2 = high + low; the high part has 33 bits, so that n·high is exact.
const HALF_PI_HIGH: f64 = 1.57079632673412561417;
const HALF_PI_LOW: f64 = 6.07710050650619224932e-11;

/** Nearest multiple of π/2 of two doubles; never −0, which would take its sign from −0. */
@inline function quarterTurns(x: v128): v128 {
  return f64x2.add(f64x2.nearest(f64x2.mul(x, f64x2.splat(0.636619772367581343076))), f64x2.splat(0));
}

/** x − n·π/2. */
@inline function remainder(x: v128, n: v128): v128 {
  const high = f64x2.sub(x, f64x2.mul(n, f64x2.splat(HALF_PI_HIGH)));
  return f64x2.sub(high, f64x2.mul(n, f64x2.splat(HALF_PI_LOW)));
}

/** sin(x + turns·π/2) for |x| ≤ LARGEST. */
@inline function sinTurned(x: v128, turns: i32): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
  const lowTurns = quarterTurns(low);
  const highTurns = quarterTurns(high);
  const r = v128.shuffle<i64>(
    f32x4.demote_f64x2_zero(remainder(low, lowTurns)),
    f32x4.demote_f64x2_zero(remainder(high, highTurns)),
    0,
    2,
  );
  const n = v128.shuffle<i64>(
    i32x4.trunc_sat_f64x2_s_zero(lowTurns),
    i32x4.trunc_sat_f64x2_s_zero(highTurns),
    0,
    2,
  );
  const quadrant = i32x4.add(n, i32x4.splat(turns));
  const square = f32x4.mul(r, r);
  let s = madd(square, all(0.0000027248365768173244), all(-0.00019840073946397752));
  s = madd(square, s, all(0.008333331905305386));
  s = madd(square, s, all(-0.1666666716337204));
  const sine = withSign(madd(f32x4.mul(r, square), s, r), r);
  let c = madd(square, all(0.00002454665445839055), all(-0.001388829667121172));
  c = madd(square, c, all(0.0416666641831398));
  const cosine = f32x4.add(madd(square, all(-0.5), f32x4.mul(f32x4.mul(square, square), c)), all(1));
  const odd = i32x4.ne(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(0));
  // Bit 1 of the quadrant is the sign of the result.
  const sign = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(cosine, sine, odd), sign);
}

/** Where the vector reduction holds. Lane by lane: what lies beside an angle, or behind the last one, changes nothing. */
@inline function isNearZero(x: v128): v128 {
  return f32x4.le(f32x4.abs(x), all(LARGEST));
}

/** Sine of an angle in radians; NaN for ±∞. */
export function sin(x: v128): v128 {
  const near = sinTurned(x, 0);
  const isNear = isNearZero(x);
  if (i32x4.all_true(isNear)) return near;
  const far = f32x4(
    <f32>JSMath.sin(f32x4.extract_lane(x, 0)),
    <f32>JSMath.sin(f32x4.extract_lane(x, 1)),
    <f32>JSMath.sin(f32x4.extract_lane(x, 2)),
    <f32>JSMath.sin(f32x4.extract_lane(x, 3)),
  );
  return v128.bitselect(near, far, isNear);
}

/** Cosine of an angle in radians; NaN for ±∞. */
export function cos(x: v128): v128 {
  const near = sinTurned(x, 1);
  const isNear = isNearZero(x);
  if (i32x4.all_true(isNear)) return near;
  const far = f32x4(
    <f32>JSMath.cos(f32x4.extract_lane(x, 0)),
    <f32>JSMath.cos(f32x4.extract_lane(x, 1)),
    <f32>JSMath.cos(f32x4.extract_lane(x, 2)),
    <f32>JSMath.cos(f32x4.extract_lane(x, 3)),
  );
  return v128.bitselect(near, far, isNear);
}

/** One more step of a polynomial of doubles. */
@inline function stepOf(x: v128, p: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(x, p), f64x2.splat(coefficient));
}

/** The tangent of two doubles, in doubles, since an error of the sine or the cosine counts in full near a pole. */
function tanOfTwo(x: v128): v128 {
  const n = quarterTurns(x);
  const r = remainder(x, n);
  const square = f64x2.mul(r, r);
  let s = stepOf(square, f64x2.splat(0.0000027248365768173244), -0.00019840073946397752);
  s = stepOf(square, s, 0.008333331905305386);
  s = stepOf(square, s, -0.1666666716337204);
  const sine = f64x2.mul(r, stepOf(square, s, 1));
  let c = stepOf(square, f64x2.splat(0.00002454665445839055), -0.001388829667121172);
  c = stepOf(square, c, 0.0416666641831398);
  const cosine = stepOf(square, stepOf(square, c, -0.5), 1);
  const half = f64x2.mul(n, f64x2.splat(0.5));
  const odd = f64x2.ne(half, f64x2.floor(half));
  return f64x2.div(v128.bitselect(f64x2.neg(cosine), sine, odd), v128.bitselect(sine, cosine, odd));
}

/** Tangent of an angle in radians; NaN for ±∞. */
export function tan(x: v128): v128 {
  const low = f32x4.demote_f64x2_zero(tanOfTwo(f64x2.promote_low_f32x4(x)));
  const high = f32x4.demote_f64x2_zero(tanOfTwo(f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0))));
  const near = v128.shuffle<i64>(low, high, 0, 2);
  const isNear = isNearZero(x);
  if (i32x4.all_true(isNear)) return near;
  const far = f32x4(
    <f32>JSMath.tan(f32x4.extract_lane(x, 0)),
    <f32>JSMath.tan(f32x4.extract_lane(x, 1)),
    <f32>JSMath.tan(f32x4.extract_lane(x, 2)),
    <f32>JSMath.tan(f32x4.extract_lane(x, 3)),
  );
  return v128.bitselect(near, far, isNear);
}
