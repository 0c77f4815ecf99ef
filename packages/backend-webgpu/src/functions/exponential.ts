/** Exponential functions, exact to a few units in the last place wherever the device is: WGSL promises less. */
export const exponential = {
  // eˣ = 2ᵏ · eʳ with r in ±ln 2 / 2; the polynomial is Taylor's to r⁷, whose rest is below 2⁻²⁷.
  exponential: `fn exponential(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  if (x > 88.72284) { return infinity(); }
  if (x < -103.97208) { return 0.0; }
  let k = round(x * 1.44269504);
  let r = fma(k, -1.42860677e-6, fma(k, -0.693145752, x));
  return scaled(1.0 + expm1_near(r), i32(k));
}`,
  expm1_near: `fn expm1_near(r: f32) -> f32 {
  var sum = fma(r, 1.98412698e-4, 1.38888889e-3);
  sum = fma(r, sum, 8.33333333e-3);
  sum = fma(r, sum, 4.16666667e-2);
  sum = fma(r, sum, 1.66666667e-1);
  sum = fma(r, sum, 0.5);
  return fma(r * r, sum, r);
}`,
  // x · 2ᵏ by two factors, so that neither leaves the range.
  scaled: `fn scaled(x: f32, k: i32) -> f32 {
  let half = k >> 1u;
  return x * bitcast<f32>((half + 127) << 23u) * bitcast<f32>((k - half + 127) << 23u);
}`,
  expm1: `fn expm1(x: f32) -> f32 {
  if (x == 0.0) { return x; }
  if (abs(x) < 0.34) { return expm1_near(x); }
  return exponential(x) - 1.0;
}`,
  // ln(1 + x) = 2 artanh(x / (2 + x)) near 0, by its series.
  log1p: `fn log1p(x: f32) -> f32 {
  if (x == 0.0) { return x; }
  if (x < -0.5 || x > 1.0 || is_nan(x)) { return logarithm(1.0 + x); }
  let s = x / (2.0 + x);
  let q = s * s;
  var sum = fma(q, 0.0666666667, 0.0769230769);
  sum = fma(q, sum, 0.0909090909);
  sum = fma(q, sum, 0.111111111);
  sum = fma(q, sum, 0.142857143);
  sum = fma(q, sum, 0.2);
  sum = fma(q, sum, 0.333333333);
  return 2.0 * fma(s * q, sum, s);
}`,
  // ln(m · 2ᵏ) = k ln 2 + 2 artanh((m − 1) / (m + 1)), with m in [√½, √2).
  logarithm: `fn logarithm(x: f32) -> f32 {
  if (is_nan(x) || x < 0.0) { return nan(); }
  if (x == 0.0) { return -infinity(); }
  if (is_infinite(x)) { return x; }
  let parts = frexp(x);
  let isLow = parts.fract < 0.707106781;
  let m = select(parts.fract, 2.0 * parts.fract, isLow);
  let k = f32(select(parts.exp, parts.exp - 1, isLow));
  let s = (m - 1.0) / (m + 1.0);
  let q = s * s;
  var sum = fma(q, 0.111111111, 0.142857143);
  sum = fma(q, sum, 0.2);
  sum = fma(q, sum, 0.333333333);
  return fma(k, 0.693145752, fma(k, 1.42860677e-6, 2.0 * fma(s * q, sum, s)));
}`,
  sigmoid: `fn sigmoid(x: f32) -> f32 {
  let e = exponential(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}`,
  softplus: `fn softplus(x: f32) -> f32 { return maximum(x, 0.0) + log1p(exponential(-abs(x))); }`,
  hyperbolic_tangent: `fn hyperbolic_tangent(x: f32) -> f32 {
  if (is_nan(x) || x == 0.0) { return x; }
  if (abs(x) < 0.5) {
    let e = expm1(-2.0 * abs(x));
    return with_sign(-e / (e + 2.0), x);
  }
  let q = exponential(-2.0 * abs(x));
  return with_sign(1.0 - 2.0 * q / (1.0 + q), x);
}`,
  hyperbolic_sine: `fn hyperbolic_sine(x: f32) -> f32 {
  if (is_nan(x) || x == 0.0) { return x; }
  let size = abs(x);
  if (size < 1.0) {
    let q = x * x;
    return fma(x * q, fma(q, fma(q, fma(q, 2.75573192e-6, 1.98412698e-4), 8.33333333e-3), 1.66666667e-1), x);
  }
  let e = exponential(0.5 * size);
  return with_sign(0.5 * e * e - 0.5 / e / e, x);
}`,
  hyperbolic_cosine: `fn hyperbolic_cosine(x: f32) -> f32 {
  let e = exponential(0.5 * abs(x));
  return 0.5 * e * e + 0.5 / e / e;
}`,
  inverse_hyperbolic_sine: `fn inverse_hyperbolic_sine(x: f32) -> f32 {
  let size = abs(x);
  if (is_nan(x) || x == 0.0 || is_infinite(x)) { return x; }
  if (size > 1e9) { return with_sign(logarithm(size) + 0.693147181, x); }
  let q = size * size;
  return with_sign(log1p(size + q / (1.0 + sqrt(q + 1.0))), x);
}`,
  inverse_hyperbolic_cosine: `fn inverse_hyperbolic_cosine(x: f32) -> f32 {
  if (is_nan(x) || x < 1.0) { return nan(); }
  if (x > 1e9) { return logarithm(x) + 0.693147181; }
  let above = x - 1.0;
  return log1p(above + sqrt(above * (x + 1.0)));
}`,
  inverse_hyperbolic_tangent: `fn inverse_hyperbolic_tangent(x: f32) -> f32 {
  if (is_nan(x) || abs(x) > 1.0) { return nan(); }
  if (x == 0.0) { return x; }
  if (abs(x) == 1.0) { return with_sign(infinity(), x); }
  let size = abs(x);
  return with_sign(0.5 * log1p(2.0 * size / (1.0 - size)), x);
}`,
  // log₂|a| in two parts, so that a large exponent does not blow up its rounding.
  power: `fn power(a: f32, b: f32) -> f32 {
  if (a == 1.0 || b == 0.0) { return 1.0; }
  if (is_nan(a) || is_nan(b)) { return nan(); }
  let size = abs(a);
  let isWhole = is_infinite(b) || floor(b) == b;
  let isOdd = isWhole && abs(b) < 16777216.0 && (i32(b) & 1) == 1;
  if (is_infinite(b)) {
    if (size == 1.0) { return nan(); }
    return select(0.0, infinity(), (size > 1.0) == (b > 0.0));
  }
  if (size == 0.0 || is_infinite(a)) {
    let isLarge = (size == 0.0) == (b < 0.0);
    let result = select(0.0, infinity(), isLarge);
    return select(result, with_sign(result, a), isOdd);
  }
  if (a < 0.0 && !isWhole) { return nan(); }
  let parts = frexp(size);
  let isLow = parts.fract < 0.707106781;
  let m = select(parts.fract, 2.0 * parts.fract, isLow);
  let k = f32(select(parts.exp, parts.exp - 1, isLow));
  // ln m = 2 (s + s³/3 + …), s = (m − 1) / (m + 1) with the rest of its division.
  let s = (m - 1.0) / (m + 1.0);
  let below = fma(-s, m + 1.0, m - 1.0) - s * (m - ((m + 1.0) - 1.0));
  let q = s * s;
  var sum = fma(q, 0.0909090909, 0.111111111);
  sum = fma(q, sum, 0.142857143);
  sum = fma(q, sum, 0.2);
  sum = fma(q, sum, 0.333333333);
  let low = 2.0 * fma(s * q, sum, below / (m + 1.0));
  // b · (k ln 2 + 2 s + low), in parts.
  let high = fma(k, 0.693359375, 2.0 * s);
  let lost = fma(k, 0.693359375, -high) + 2.0 * s;
  let rest = low + lost + k * -2.12194440e-4;
  let product = b * high;
  let remainder = fma(b, high, -product) + b * rest;
  if (is_nan(remainder) || abs(product) > 200.0) { return with_parity(exponential(product), isOdd, a); }
  let t = round(product * 1.44269504);
  let r = fma(t, -1.42860677e-6, fma(t, -0.693145752, product)) + remainder;
  return with_parity(exponential_of(i32(t), r), isOdd, a);
}`,
  exponential_of: `fn exponential_of(k: i32, r: f32) -> f32 {
  if (k > 128) { return infinity(); }
  if (k < -150) { return 0.0; }
  return scaled(1.0 + expm1_near(r), k);
}`,
  with_parity: `fn with_parity(size: f32, isOdd: bool, signed: f32) -> f32 { return select(size, with_sign(size, signed), isOdd); }`,
  // Its series near 0 (Abramowitz and Stegun, 7.1.5), and a rational approximation of erfc beyond (Numerical Recipes, 6.2.2).
  error_function: `fn error_function(x: f32) -> f32 {
  if (is_nan(x) || x == 0.0) { return x; }
  let size = abs(x);
  if (size < 0.75) {
    let q = x * x;
    var sum = fma(q, -1.49256504e-5, 1.20553330e-4);
    sum = fma(q, sum, -8.54832702e-4);
    sum = fma(q, sum, 5.22397762e-3);
    sum = fma(q, sum, -2.68661706e-2);
    sum = fma(q, sum, 1.12837917e-1);
    sum = fma(q, sum, -3.76126389e-1);
    return fma(x * q, sum, 1.12837917 * x);
  }
  if (size > 4.0) { return with_sign(1.0, x); }
  let t = 1.0 / (1.0 + 0.5 * size);
  var sum = fma(t, 0.17087277, -0.82215223);
  sum = fma(t, sum, 1.48851587);
  sum = fma(t, sum, -1.13520398);
  sum = fma(t, sum, 0.27886807);
  sum = fma(t, sum, -0.18628806);
  sum = fma(t, sum, 0.09678418);
  sum = fma(t, sum, 0.37409196);
  sum = fma(t, sum, 1.00002368);
  sum = fma(t, sum, -1.26551223);
  return with_sign(1.0 - t * exponential(fma(-size, size, sum)), x);
}`,
} as const;
