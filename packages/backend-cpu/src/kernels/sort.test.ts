import { compile, currentBackend, scope, type Tensor, tensor, topK, useBackend } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { backends, floats, ints, runForAll, uniform } from '../test-support.js';

/** Values with many equal ones, of both zeros, infinities and NaN among them. */
const special = [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const few = (size: number): Float32Array =>
  uniform(1, size, 20).map((u, i) => (i % 7 === 0 ? (special[i % 5] as number) : Math.round(u)));

const order = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));

describe.each(backends)('TopK on $description', (backend) => {
  it.each([
    [1, 1],
    [2, 2],
    [31, 31],
    [32, 32],
    [33, 33],
    [1000, 32],
    [1000, 33],
    [70_001, 70_001],
  ])('of %i elements takes the %i that a stable sort puts first', (size, k) => {
    for (const x of [few(size), Int32Array.from(few(size))]) {
      const expected = Array.from(x.keys())
        .sort((i, j) => order(x[j] as number, x[i] as number))
        .slice(0, k);
      const given = x instanceof Int32Array ? ints(x) : floats(x);
      const [values, indices] = runForAll(backend, 'TopK', [given], { k, sorted: true }, [
        { shape: [k], dtype: given.dtype },
        { shape: [k], dtype: 'int32' },
      ]);
      expect(Array.from(indices ?? [])).toEqual(expected);
      expect(Array.from(values ?? [])).toEqual(expected.map((i) => x[i]));
    }
  });

  it('runs in plans that use one of its results, or both', async () => {
    const before = currentBackend();
    await useBackend(backend);
    scope(() => {
      const x = tensor([3, 1, 4, 1, 5]) as Tensor;
      using values = compile((y: Tensor) => topK(y, 2).values.mul(2) as Tensor);
      using indices = compile((y: Tensor) => topK(y, 2).indices as Tensor);
      using both = compile((y: Tensor) => {
        const largest = topK(y, 2);
        return largest.values.add(largest.indices) as Tensor;
      });
      expect([values, indices, both].map((f) => [...f(x).dataSync()])).toEqual([
        [10, 8],
        [4, 2],
        [9, 6],
      ]);
    });
    await useBackend(before);
  });
});
