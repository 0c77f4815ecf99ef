/** How far values are spread: their standard deviation, and the largest distance from 0. */
export function spread(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return [Math.sqrt(variance), all.reduce((most, value) => Math.max(most, Math.abs(value)), 0)];
}
