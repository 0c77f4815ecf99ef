// exp, log and what is made of them, four lanes at a time. Coefficients: scripts/fit-polynomials.mjs.
import { entry, polynomial } from './polynomial';
import { all, madd, withSign } from './vector';

// ln 2 = high + low; the high part has 9 bits, so that n·high is exact.
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;

// Numbers used in many places, in memory for the reason given in polynomial.ts.
const SHARED = memory.data<f32>([1, 0.5, LN2_HIGH, LN2_LOW, -0.693359375, 2.12194440054690583e-4]);

@inline function one(): v128 {
  return entry(SHARED, 0);
}
@inline function half(): v128 {
  return entry(SHARED, 1);
}

/** 2^n for n in [-126, 127]. */
@inline function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

// Least and largest x that matter, 1 / ln 2.
const EXP_RANGE = memory.data<f32>([-104, 89, 1.44269504088896341]);
const EXP = memory.data<f32>([
  0.0013926918618381023, 0.008363766595721245, 0.04166654869914055, 0.16666573286056519, 0.5,
]);

/** e^x; 0 below -103.97, ∞ above 88.72. */
export function exp(x: v128): v128 {
  // Beyond the range the answer is 0 or ∞ all the same; NaN passes through.
  x = f32x4.pmin(f32x4.pmax(x, entry(EXP_RANGE, 0)), entry(EXP_RANGE, 1));
  const n = f32x4.nearest(f32x4.mul(x, entry(EXP_RANGE, 2)));
  const r = madd(n, entry(SHARED, 5), madd(n, entry(SHARED, 4), x));
  const p = f32x4.add(madd(f32x4.mul(r, r), polynomial(r, EXP, 4), r), one());
  // In two steps, since 2^n may lie outside the normal range.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const first = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, powerOfTwo(first)), powerOfTwo(i32x4.sub(whole, first)));
}

const EXPM1 = memory.data<f32>([
  0.00002492243584129028, 0.00019962176156695932, 0.0013888737885281444, 0.008333181962370872, 0.0416666679084301,
  0.1666666716337204, 0.5,
]);

/** e^x − 1, exact near 0. */
export function expm1(x: v128): v128 {
  const small = withSign(madd(f32x4.mul(x, x), polynomial(x, EXPM1, 6), x), x);
  const large = f32x4.sub(exp(x), one());
  return v128.bitselect(small, large, f32x4.lt(f32x4.abs(x), half()));
}

const LOG = memory.data<f32>([
  0.0696975365281105, -0.1147918775677681, 0.11685796082019806, -0.12425776571035385, 0.14249032735824585,
  -0.16667798161506653, 0.20000717043876648, -0.2499999701976776, 0.3333333134651184,
]);
// The least normal number, what lifts smaller ones above it, and the exponent of that.
const TINY = memory.data<f32>([1.17549435e-38, 8388608, 23]);

/** ln x; −∞ at 0, NaN below. */
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, entry(TINY, 0));
  const bits = v128.bitselect(f32x4.mul(x, entry(TINY, 1)), x, tiny);
  // x = m · 2^e with m in [√½, √2): 0x3f3504f3 is √½.
  const e = i32x4.shr_s(i32x4.sub(bits, i32x4.splat(0x3f3504f3)), 23);
  const t = f32x4.sub(i32x4.sub(bits, i32x4.shl(e, 23)), one());
  const exponent = f32x4.sub(f32x4.convert_i32x4_s(e), v128.and(tiny, entry(TINY, 2)));
  const square = f32x4.mul(t, t);
  const cubic = f32x4.mul(f32x4.mul(square, t), polynomial(t, LOG, 8));
  const rest = f32x4.sub(madd(exponent, entry(SHARED, 3), cubic), f32x4.mul(square, half()));
  const finite = madd(exponent, entry(SHARED, 2), f32x4.add(t, rest));
  const zeroOrLess = v128.bitselect(all(-Infinity), all(NaN), f32x4.eq(x, all(0)));
  const special = v128.bitselect(zeroOrLess, x, f32x4.le(x, all(0)));
  const ordinary = v128.and(f32x4.gt(x, all(0)), f32x4.lt(x, all(Infinity)));
  return v128.bitselect(finite, special, ordinary);
}

/** ln(1 + x), exact near 0 (W. Kahan's correction of log(1 + x)). */
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, one());
  const corrected = f32x4.mul(log(u), f32x4.div(x, f32x4.sub(u, one())));
  const unchanged = v128.or(f32x4.eq(u, one()), f32x4.eq(u, all(Infinity)));
  return v128.bitselect(x, corrected, unchanged);
}

/** 1 / (1 + e^−x), without overflow on either side. */
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(e, one(), f32x4.lt(x, all(0)));
  return f32x4.div(numerator, f32x4.add(e, one()));
}

/** ln(1 + e^x), without overflow. */
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.max(x, all(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
}

// From here on tanh is 1; 2.
const TANH_RANGE = memory.data<f32>([9.02, 2]);

/** Hyperbolic tangent: t / (t + 2) with t = e^2|x| − 1, which is exact near 0. */
export function tanh(x: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(x), entry(TANH_RANGE, 0));
  const y = f32x4.add(a, a);
  const n = f32x4.nearest(f32x4.mul(y, entry(EXP_RANGE, 2)));
  const r = madd(n, entry(SHARED, 5), madd(n, entry(SHARED, 4), y));
  const p = madd(f32x4.mul(r, r), polynomial(r, EXP, 4), r);
  const scale = powerOfTwo(i32x4.trunc_sat_f32x4_s(n));
  const t = madd(p, scale, f32x4.sub(scale, one()));
  return withSign(f32x4.div(t, f32x4.add(t, entry(TANH_RANGE, 1))), x);
}

const ERF_SMALL = memory.data<f32>([
  -0.000009667044650996104, 0.00011265958892181516, -0.0008484080317430198, 0.005221031606197357,
  -0.026865430176258087, 0.11283782124519348, -0.37612637877464294, 1.128379225730896,
]);
const ERF_LARGE = memory.data<f32>([
  7.582682570728139e-8, -0.0000026392433483124478, 0.00003845464379992336, -0.00033638591412454844,
  0.0020817320328205824, -0.010104860179126263, 0.041590455919504166, 0.8431008458137512, 2.638967990875244,
  1.8496055603027344,
]);
const ERF_END = memory.data<f32>([4]);

/** Gauss' error function. */
export function erf(x: v128): v128 {
  const a = f32x4.abs(x);
  const small = f32x4.mul(a, polynomial(f32x4.mul(a, a), ERF_SMALL, 7));
  // erf(4) is 1 in float32; pmin keeps NaN.
  const s = f32x4.sub(f32x4.pmin(a, entry(ERF_END, 0)), one());
  const large = f32x4.sub(one(), exp(f32x4.neg(polynomial(s, ERF_LARGE, 9))));
  return withSign(v128.bitselect(small, large, f32x4.lt(a, one())), x);
}
