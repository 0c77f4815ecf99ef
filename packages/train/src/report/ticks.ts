/** At most about `count` round numbers from `least` to `most`, at equal distances of 1, 2 or 5 · 10ⁿ. */
export function ticks(least: number, most: number, count: number): number[] {
  if (most <= least) return [least];
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
