/** Trigonometric functions: WGSL's own are only good to 2⁻¹¹ and only near 0. */
export const trigonometry = {
  // The angle less quarter turns, in ±π/4, and the number of those turns mod 4. π/2 in three parts (Cody and Waite).
  reduced: `struct Reduced { angle: f32, quarter: i32 }
fn reduced(x: f32) -> Reduced {
  if (abs(x) >= 512.0) { return reduced_far(x); }
  let turns = round(x * 0.636619772);
  var angle = fma(turns, -1.5703125, x);
  angle = fma(turns, -4.83751297e-4, angle);
  angle = fma(turns, -7.54978995e-8, angle);
  angle = fma(turns, -5.12668813e-12, angle);
  return Reduced(angle, i32(turns) & 3);
}`,
  // The same for large angles: the bits of x · 2/π that matter, of an integer by 96 bits of 2/π (Payne and Hanek).
  reduced_far: `fn reduced_far(x: f32) -> Reduced {
  var digits = array<u32, 9>(
    0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u,
  );
  let bits = bitcast<u32>(x);
  let significand = (bits & 0x7fffffu) | 0x800000u;
  // Bits further left only add whole turns.
  let first = ((bits >> 23u) & 0xffu) - 120u;
  let word = first / 32u;
  let shift = first % 32u;
  var window = vec3u(digits[word], digits[word + 1u], digits[word + 2u]);
  if (shift > 0u) {
    let next = vec3u(digits[word + 1u], digits[word + 2u], digits[word + 3u]);
    window = (window << vec3u(shift)) | (next >> vec3u(32u - shift));
  }
  let low = significand * window.y;
  let carried = low + upper_product(significand, window.z);
  let high = significand * window.x + upper_product(significand, window.y) + select(0u, 1u, carried < low);
  let quarter = i32((high + 0x20000000u) >> 30u);
  let fraction = bitcast<i32>((high << 2u) | (carried >> 30u));
  let angle = (f32(fraction) + f32(carried << 2u) * 2.32830644e-10) * 3.65729520e-10;
  let isNegative = x < 0.0;
  return Reduced(select(angle, -angle, isNegative), select(quarter, -quarter, isNegative) & 3);
}`,
  sine_near: `fn sine_near(x: f32) -> f32 {
  let q = x * x;
  return fma(x * q, fma(q, fma(q, fma(q, 2.75573192e-6, -1.98412698e-4), 8.33333333e-3), -1.66666667e-1), x);
}`,
  cosine_near: `fn cosine_near(x: f32) -> f32 {
  let q = x * x;
  return fma(q, fma(q, fma(q, fma(q, 2.48015873e-5, -1.38888889e-3), 4.16666667e-2), -0.5), 1.0);
}`,
  sine: `fn sine(x: f32) -> f32 {
  if (!is_finite(x)) { return nan(); }
  if (x == 0.0) { return x; }
  let r = reduced(x);
  let value = select(sine_near(r.angle), cosine_near(r.angle), (r.quarter & 1) == 1);
  return select(value, -value, r.quarter >= 2);
}`,
  cosine: `fn cosine(x: f32) -> f32 {
  if (!is_finite(x)) { return nan(); }
  let r = reduced(x);
  let value = select(cosine_near(r.angle), sine_near(r.angle), (r.quarter & 1) == 1);
  return select(value, -value, r.quarter == 1 || r.quarter == 2);
}`,
  tangent: `fn tangent(x: f32) -> f32 {
  if (!is_finite(x)) { return nan(); }
  if (x == 0.0) { return x; }
  let r = reduced(x);
  let s = sine_near(r.angle);
  let c = cosine_near(r.angle);
  return select(s / c, -c / s, (r.quarter & 1) == 1);
}`,
  // x above tan(π/8) is turned by π/4, above tan(3π/8) by π/2.
  inverse_tangent: `fn inverse_tangent(x: f32) -> f32 {
  if (is_nan(x) || x == 0.0) { return x; }
  var size = abs(x);
  var turn = 0.0;
  var rest = 0.0;
  if (size > 2.41421356) {
    turn = 1.57079637;
    rest = -4.37113883e-8;
    size = -1.0 / size;
  } else if (size > 0.414213562) {
    turn = 0.785398185;
    rest = -2.18556941e-8;
    size = (size - 1.0) / (size + 1.0);
  }
  let q = size * size;
  var sum = fma(q, -0.0666666667, 0.0769230769);
  sum = fma(q, sum, -0.0909090909);
  sum = fma(q, sum, 0.111111111);
  sum = fma(q, sum, -0.142857143);
  sum = fma(q, sum, 0.2);
  sum = fma(q, sum, -0.333333333);
  return with_sign(turn + (fma(size * q, sum, size) + rest), x);
}`,
  inverse_tangent2: `fn inverse_tangent2(y: f32, x: f32) -> f32 {
  if (is_nan(x) || is_nan(y)) { return nan(); }
  let isBehind = (bitcast<u32>(x) & 0x80000000u) != 0u;
  var angle = 0.0;
  if (is_infinite(x) && is_infinite(y)) { angle = 0.785398163; }
  else if (y == 0.0 || is_infinite(x)) { angle = 0.0; }
  else if (x == 0.0 || is_infinite(y)) { angle = 1.57079633; }
  else { angle = inverse_tangent(abs(y) / abs(x)); }
  return with_sign(select(angle, 3.14159265 - angle, isBehind), y);
}`,
  // arcsin x = artan(x / √((1 − x)(1 + x)))
  inverse_sine: `fn inverse_sine(x: f32) -> f32 {
  if (is_nan(x) || abs(x) > 1.0) { return nan(); }
  if (abs(x) == 1.0) { return with_sign(1.57079633, x); }
  return inverse_tangent(x / sqrt((1.0 - x) * (1.0 + x)));
}`,
  // arccos x = 2 artan(√((1 − x) / (1 + x)))
  inverse_cosine: `fn inverse_cosine(x: f32) -> f32 {
  if (is_nan(x) || abs(x) > 1.0) { return nan(); }
  if (x == -1.0) { return 3.14159265; }
  return 2.0 * inverse_tangent(sqrt((1.0 - x) / (1.0 + x)));
}`,
} as const;
