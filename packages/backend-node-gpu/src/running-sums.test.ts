import { cumprod, cumsum, Rng, type Tensor, tensor, useBackend } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

/** Half of the last place of a float32, in parts of the number. */
const rounding = 2 ** -24;

const uniform = (size: number, seed: number) => Float32Array.from(new Rng(seed).uniformArray(size));

/** What elements come to, in float64. */
function running(
  values: Float32Array,
  start: number,
  take: (total: number, x: number) => number,
): Float64Array {
  let total = start;
  return Float64Array.from(values, (x) => {
    total = take(total, x);
    return total;
  });
}

/** The largest error, in parts of the exact value. */
function largestError(actual: ArrayLike<number>, exact: Float64Array): number {
  return exact.reduce((most, e, i) => Math.max(most, Math.abs((actual[i] as number) - e) / Math.abs(e)), 0);
}

describe('running sums and products on the GPU', () => {
  const gpu = gpuOfTests();

  const errorOf = async (values: Float32Array, op: (x: Tensor) => Tensor, exact: Float64Array) => {
    await useBackend(gpu());
    using x = tensor(values);
    using result = op(x);
    return largestError(await result.data(), exact);
  };

  it('cumsum of 1,000,000 is rounded once', async () => {
    const values = uniform(1_000_000, 1);
    const exact = running(values, 0, (total, x) => total + x);
    expect(await errorOf(values, (x) => cumsum(x), exact)).toBeLessThanOrEqual(1.001 * rounding);
  });

  it('cumsum backwards too', async () => {
    const values = uniform(100_000, 2);
    const exact = running(values.toReversed(), 0, (total, x) => total + x).reverse();
    expect(await errorOf(values, (x) => cumsum(x, 0, { reverse: true }), exact)).toBeLessThanOrEqual(
      1.001 * rounding,
    );
  });

  it('cumprod of 100,000 near 1 is rounded once', async () => {
    const values = uniform(100_000, 3).map((x) => 1 + (x - 0.5) / 100);
    const exact = running(values, 1, (total, x) => total * x);
    expect(await errorOf(values, (x) => cumprod(x), exact)).toBeLessThanOrEqual(1.001 * rounding);
  });

  it('what is lost beside a large number comes back when that has gone', async () => {
    const values = Float32Array.of(2 ** 30, 1, 1, 1, -(2 ** 30));
    await useBackend(gpu());
    expect([...(await cumsum(tensor(values)).data())].at(-1)).toBe(3);
  });
});
