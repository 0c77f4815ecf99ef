// How figures are summed up and written.

/** Median and extremes; rounds that were left out count for nothing. */
export function spread(numbers) {
  const sorted = numbers.filter((n) => n !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** A time with its unit. */
export function show(ms) {
  if (ms < 0.1) return `${(1000 * ms).toPrecision(3)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}
