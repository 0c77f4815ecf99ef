/**
 * Numbers as sums of two f32, the second less than the last place of the first, for about 48 bits (Dekker, A floating-point
 * technique for extending the available precision, 1971). A driver that reorders sums makes them as good as one f32.
 */
export const pairs = {
  exact_sum: `fn exact_sum(a: f32, b: f32) -> vec2f {
  let sum = a + b;
  let second = sum - a;
  return vec2f(sum, (a - (sum - second)) + (b - second));
}`,
  // By halves of 12 bits, whose products are exact: a driver that fuses them with the sums that follow, as it may, changes
  // nothing, where it would make nothing of a · b − (a · b rounded). fma need not be fused (WGSL, section 15.7.4).
  exact_product: `fn exact_product(a: f32, b: f32) -> vec2f {
  let high = vec2f(upper_half(a), upper_half(b));
  let low = vec2f(a, b) - high;
  let first = exact_sum(high.x * high.y, high.x * low.y);
  let second = exact_sum(first.x, low.x * high.y);
  return pair_of(second.x, (first.y + second.y) + low.x * low.y);
}`,
  upper_half: `fn upper_half(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0xfffff000u); }`,
  // Of a large number and a small one.
  pair_of: `fn pair_of(large: f32, small: f32) -> vec2f {
  let sum = large + small;
  return vec2f(sum, small - (sum - large));
}`,
  pair_sum: `fn pair_sum(a: vec2f, b: vec2f) -> vec2f {
  let sum = exact_sum(a.x, b.x);
  return pair_of(sum.x, sum.y + (a.y + b.y));
}`,
  pair_product: `fn pair_product(a: vec2f, b: f32) -> vec2f {
  let product = exact_product(a.x, b);
  return pair_of(product.x, fma(a.y, b, product.y));
}`,
  pair_quotient: `fn pair_quotient(a: vec2f, b: vec2f) -> vec2f {
  let first = a.x / b.x;
  let rest = pair_sum(a, pair_product(b, -first));
  let second = rest.x / b.x;
  let last = pair_sum(rest, pair_product(b, -second));
  return pair_of(first, second + last.x / b.x);
}`,
  // Sums and products that go on: NaN, infinities and the sign of zero are those of the first numbers.
  running_sum: `fn running_sum(a: vec2f, b: vec2f) -> vec2f {
  let sum = exact_sum(a.x, b.x);
  if (!is_finite(sum.x)) { return vec2f(sum.x, 0.0); }
  return pair_of(sum.x, sum.y + (a.y + b.y));
}`,
  running_product: `fn running_product(a: vec2f, b: vec2f) -> vec2f {
  let product = exact_product(a.x, b.x);
  let rest = product.y + fma(a.x, b.y, a.y * b.x);
  if (product.x == 0.0 || !is_finite(product.x) || !is_finite(rest)) { return vec2f(a.x * b.x, 0.0); }
  return pair_of(product.x, rest);
}`,
  pair_less: `fn pair_less(a: vec2f, b: f32) -> bool { return a.x < b || (a.x == b && a.y < 0.0); }`,
  pair_more: `fn pair_more(a: vec2f, b: f32) -> bool { return a.x > b || (a.x == b && a.y > 0.0); }`,
  pair_floor: `fn pair_floor(a: vec2f) -> f32 {
  let whole = floor(a.x);
  return select(whole, whole - 1.0, pair_less(a, whole));
}`,
  pair_clamp: `fn pair_clamp(a: vec2f, low: f32, high: f32) -> vec2f {
  if (pair_less(a, low)) { return vec2f(low, 0.0); }
  if (pair_more(a, high)) { return vec2f(high, 0.0); }
  return a;
}`,
  // ⌊a / b⌋ for b > 0.
  pair_whole_ratio: `fn pair_whole_ratio(a: vec2f, b: f32) -> f32 {
  let ratio = floor(a.x / b);
  let rest = pair_sum(a, exact_product(-ratio, b));
  if (pair_less(rest, 0.0)) { return ratio - 1.0; }
  return select(ratio, ratio + 1.0, !pair_less(rest, b));
}`,
} as const;
