/** What a visitor waits for, in milliseconds, but for the shift, which has no unit. */
export interface Vitals {
  readonly firstContentfulPaint: number;
  readonly largestContentfulPaint: number;
  /** What tasks of more than 50 ms take beyond that, after the first paint. */
  readonly totalBlockingTime: number;
  readonly cumulativeLayoutShift: number;
}

/** Where a score is 0.9 and 0.5, and how much it counts: Lighthouse 10 to 13, desktop (core/config/desktop-config.js). */
const curves: Readonly<Record<keyof Vitals, { p10: number; median: number; weight: number }>> = {
  firstContentfulPaint: { p10: 934, median: 1600, weight: 10 },
  largestContentfulPaint: { p10: 1200, median: 2400, weight: 25 },
  totalBlockingTime: { p10: 150, median: 350, weight: 30 },
  cumulativeLayoutShift: { p10: 0.1, median: 0.25, weight: 25 },
};

/** Lighthouse's score of performance from 0 to 1, without its speed index, which needs a film of the page. */
export function performanceScore(vitals: Vitals): number {
  let [sum, weights] = [0, 0];
  for (const [name, { p10, median, weight }] of Object.entries(curves)) {
    sum += weight * logNormal(vitals[name as keyof Vitals], p10, median);
    weights += weight;
  }
  return sum / weights;
}

/** The share of pages that are slower, where the logarithm of what they take is normally distributed. */
export function logNormal(value: number, p10: number, median: number): number {
  if (value <= 0) return 1;
  // erfc⁻¹(1/5): the normal curve leaves a tenth below −√2 times this.
  const standardized = (Math.log(value / median) * 0.9061938024368232) / Math.log(median / p10);
  return (1 - erf(standardized)) / 2;
}

/** To 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}
