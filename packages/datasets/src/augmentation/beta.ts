import { add, cast, floor, gather, mul, type Rng, sub, type Tensor, tensor } from '@descent/core';

/** Steps between the quantiles of the table, and between the points of the integral. */
const quantileCount = 2048;
const pointCount = 16_384;

/**
 * Draws of the symmetric beta distribution, whose density goes with (t (1 − t))^(α − 1), for each image: the quantile of
 * a number spread evenly over [0, 1), between those of a table. No draw is ever refused, so that it runs inside compiled
 * functions.
 *
 * @param alpha - above 0; 1 is even, less favours 0 and 1, more the middle
 */
export function drawBeta(alpha: number, count: number, rng: Rng): Tensor {
  const table = tensor(betaQuantiles(alpha), [quantileCount + 1]);
  const place = mul(rng.uniform([count]), quantileCount) as Tensor;
  const below = floor(place) as Tensor;
  const index = cast(below, 'int32') as Tensor;
  const [low, high] = [gather(table, index), gather(table, add(index, 1) as Tensor)];
  return add(low, mul(sub(high, low) as Tensor, sub(place, below) as Tensor) as Tensor) as Tensor;
}

/**
 * The i-th of 2048 parts of the distribution lies below the i-th number. The lower half is integrated over s with
 * t = s^p, which takes the pole at 0 away; the upper half is its mirror image.
 */
export function betaQuantiles(alpha: number): Float64Array {
  const power = Math.max(1, 1 / alpha);
  const step = 0.5 ** (1 / power) / pointCount;
  const sums = new Float64Array(pointCount + 1);
  for (let i = 0; i < pointCount; i++) {
    const s = (i + 0.5) * step;
    const density = s ** (power * alpha - 1) * (1 - s ** power) ** (alpha - 1);
    sums[i + 1] = (sums[i] as number) + density;
  }
  const total = 2 * (sums[pointCount] as number);
  const quantiles = new Float64Array(quantileCount + 1);
  let i = 0;
  for (let k = 0; k <= quantileCount / 2; k++) {
    const wanted = (k / quantileCount) * total;
    while (i < pointCount - 1 && (sums[i + 1] as number) <= wanted) i++;
    const [low, high] = [sums[i] as number, sums[i + 1] as number];
    const t = Math.min(0.5, ((i + (wanted - low) / (high - low)) * step) ** power);
    quantiles[k] = t;
    quantiles[quantileCount - k] = 1 - t;
  }
  return quantiles;
}
