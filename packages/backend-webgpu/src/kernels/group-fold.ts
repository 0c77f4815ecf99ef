/**
 * WGSL statements that fold what the invocations of a workgroup have, in pairs and always the same ones, so that the result
 * has the same bits each time. It stands in the array's element of the first of the lanes, where that lane may read it; the
 * others have to wait for it.
 *
 * @param array - an array of the workgroup with an element for each invocation
 * @param total - what an invocation has
 * @param combine - WGSL of two of them
 * @param lanes - invocations that are folded into one, a power of two; `lane` is the number of one among them
 * @param stride - invocations from one lane to the next
 */
export function groupFold(
  array: string,
  total: string,
  combine: (a: string, b: string) => string,
  lanes: number,
  stride: number,
): string {
  const other = `${array}[local + half * ${stride}u]`;
  return `${array}[local] = ${total};
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { ${array}[local] = ${combine(`${array}[local]`, other)}; }
  }`;
}

/** The largest power of two that is no larger than a number of at least 1. */
export function powerBelow(n: number): number {
  return 2 ** Math.floor(Math.log2(n));
}

/** The smallest power of two that is no smaller than a number of at least 1. */
export function powerAbove(n: number): number {
  return 2 ** Math.ceil(Math.log2(n));
}
