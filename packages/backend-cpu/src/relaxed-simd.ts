/** A module with one function: `f32x4.relaxed_madd` of three zero vectors. */
const probe = [
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
];

/** True when this engine runs relaxed SIMD, which has the fused multiply-add. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(new Uint8Array(probe));
}
