/** How many values lie where. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper ends of the buckets; a bucket begins where the one before ends, the first at `min`. */
  readonly limits: readonly number[];
  /** Values in each bucket. */
  readonly counts: readonly number[];
}

/** As many as TensorFlow's `summary.histogram` makes. */
const bucketCount = 30;

/**
 * A histogram in buckets of one width; in a single one where all values are equal. What is not finite does not count.
 * @returns undefined where no value is finite
 */
export function histogramOf(values: ArrayLike<number>): Histogram | undefined {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [count, sum, sumOfSquares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    count++;
    sum += value;
    sumOfSquares += value * value;
  }
  if (count === 0) return undefined;
  if (min === max) return { min, max, count, sum, sumOfSquares, limits: [max], counts: [count] };
  const width = (max - min) / bucketCount;
  const limits = Array.from({ length: bucketCount }, (_, i) => min + (i + 1) * width);
  limits[bucketCount - 1] = max;
  const counts = new Array<number>(bucketCount).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const bucket = Math.min(Math.floor((value - min) / width), bucketCount - 1);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return { min, max, count, sum, sumOfSquares, limits, counts };
}
