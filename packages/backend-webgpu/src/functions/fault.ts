/** How shaders note that a call was given what it cannot use; see shader/faults.ts. */
export const faults = {
  // The first one counts; what tells of it is there when the host looks, after the shader.
  fault: `fn fault(number: u32, value: i32, place: u32, limit: u32) {
  if (atomicLoad(&faults[0]) != 0u) { return; }
  if (!atomicCompareExchangeWeak(&faults[0], 0u, number).exchanged) { return; }
  atomicStore(&faults[1], bitcast<u32>(value));
  atomicStore(&faults[2], place);
  atomicStore(&faults[3], limit);
}`,
} as const;
