/** Numbers as whole ones in the same order, compared without meeting NaN. */
export const order = {
  // Both zeros are 0, NaN is above all.
  order_of: `fn order_of(x: f32) -> i32 {
  let bits = bitcast<u32>(x);
  let size = i32(bits & 0x7fffffffu);
  if (size > 0x7f800000) { return 0x7fffffff; }
  return select(size, -size, bits > 0x7fffffffu);
}`,
  // The other way round, but NaN above all as well.
  order_down: `fn order_down(x: f32) -> i32 {
  let order = order_of(x);
  return select(-order, order, order == 0x7fffffff);
}`,
} as const;
