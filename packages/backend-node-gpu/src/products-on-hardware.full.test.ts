import {
  type Backend,
  compile,
  matmul,
  Rng,
  referenceBackend,
  relu,
  sum,
  type Tensor,
  tensor,
  useBackend,
} from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { asHardware, gpuOfTests } from './test-support.js';

interface Product {
  readonly batch?: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Shapes by what is special about them. */
const products: readonly (readonly [string, Product])[] = [
  ['one tile with edges', { rows: 33, inner: 37, columns: 41 }],
  ['a batch', { batch: 5, rows: 20, inner: 24, columns: 36 }],
  ['fours everywhere', { rows: 68, inner: 72, columns: 60 }],
  ['a thin one with a long sum', { rows: 64, inner: 1027, columns: 10 }],
  ['a short sum', { rows: 40, inner: 3, columns: 40 }],
  ['tiles of 128 × 128', { rows: 1500, inner: 20, columns: 1440 }],
  ['a row', { rows: 1, inner: 300, columns: 130 }],
  ['a column', { rows: 130, inner: 300, columns: 1 }],
  ['tiles of 64 × 64', { rows: 700, inner: 35, columns: 650 }],
];

const layouts = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

/** Numbers from −1 to 1. */
function random(shape: readonly number[], seed: number): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  return Float32Array.from(new Rng(seed).uniformArray(size), (x) => 2 * x - 1);
}

/** The product in float64. */
function exact(
  { batch = 1, rows, inner, columns }: Product,
  a: Float32Array,
  b: Float32Array,
  { transposeA, transposeB }: (typeof layouts)[number],
): Float64Array {
  const result = new Float64Array(batch * rows * columns);
  const [rowA, stepA] = transposeA ? [1, rows] : [inner, 1];
  const [stepB, columnB] = transposeB ? [1, inner] : [columns, 1];
  for (let z = 0; z < batch; z++) {
    const [fromA, fromB, to] = [z * rows * inner, z * inner * columns, z * rows * columns];
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = a[fromA + i * rowA + k * stepA] as number;
        for (let j = 0; j < columns; j++) {
          const at = to + i * columns + j;
          (result[at] as number) += factor * (b[fromB + k * stepB + j * columnB] as number);
        }
      }
    }
  }
  return result;
}

function factors({ batch, rows, inner, columns }: Product, layout: (typeof layouts)[number]) {
  const before = batch === undefined ? [] : [batch];
  const shapeA = [...before, ...(layout.transposeA ? [inner, rows] : [rows, inner])];
  const shapeB = [...before, ...(layout.transposeB ? [columns, inner] : [inner, columns])];
  return { shapeA, shapeB, a: random(shapeA, 1), b: random(shapeB, 2) };
}

describe('products by tiles in the memory of workgroups', () => {
  const gpu = gpuOfTests(asHardware);

  const cases = products.flatMap(([name, product]) =>
    layouts.map((layout) => [name, product, layout] as const),
  );

  it.each(cases)('%s: equals float64: %j %j', { timeout: 300_000 }, async (_name, product, layout) => {
    await useBackend(gpu());
    const { shapeA, shapeB, a, b } = factors(product, layout);
    using result = matmul(tensor(a, shapeA), tensor(b, shapeB), layout) as Tensor;
    const values = await result.data();
    // Sums of numbers of either sign: rounding is measured by what is added, which lies within ±1.
    const tolerance = { absolute: 1e-6 * Math.sqrt(product.inner), relative: 1e-5 };
    expectClose(values, exact(product, a, b, layout), tolerance);
    if (values.length > 1e5) return;
    using again = matmul(tensor(a, shapeA), tensor(b, shapeB), layout) as Tensor;
    expect(await again.data(), 'the same bits each time').toEqual(values);
  });

  it('goes on with what is fused, which may read a factor once more', async () => {
    const dense = (x: Tensor, w: Tensor, bias: Tensor) => relu(matmul(x, w).add(bias)).add(x);
    const size = 36;
    const given = [random([size, size], 3), random([size, size], 4), random([size], 5)] as const;
    const valuesOn = async (backend: Backend) => {
      await useBackend(backend);
      const [x, w, bias] = given;
      using plan = compile(dense);
      using result = plan(tensor(x, [size, size]), tensor(w, [size, size]), tensor(bias, [size]));
      return result.data();
    };
    expectClose(await valuesOn(gpu()), await valuesOn(referenceBackend()));
  });

  it('keeps NaN and infinities to their rows and columns, at edges too', async () => {
    await useBackend(gpu());
    const [rows, inner, columns] = [35, 21, 34];
    const a = random([rows, inner], 6);
    const b = random([inner, columns], 7);
    a[34 * inner + 20] = Number.NaN;
    a[3 * inner] = Number.POSITIVE_INFINITY;
    b[20 * columns + 33] = Number.NEGATIVE_INFINITY;
    using result = matmul(tensor(a, [rows, inner]), tensor(b, [inner, columns]));
    const values = await result.data();
    const expected = exact({ rows, inner, columns }, a, b, { transposeA: false, transposeB: false });
    expectClose(values, expected, { absolute: 1e-5 });
  });
});

describe('a device that allows small workgroups only', () => {
  const gpu = gpuOfTests(() => asHardware({ limits: { maxComputeInvocationsPerWorkgroup: 64 } }));

  it('computes the same', async () => {
    await useBackend(gpu());
    const [rows, inner, columns] = [100, 40, 90];
    const a = random([rows, inner], 8);
    const b = random([inner, columns], 9);
    using result = matmul(tensor(a, [rows, inner]), tensor(b, [inner, columns]));
    const layout = { transposeA: false, transposeB: false };
    expectClose(await result.data(), exact({ rows, inner, columns }, a, b, layout), { absolute: 1e-5 });
    using total = sum(tensor(a, [rows, inner]), 1);
    const row = a.slice(0, inner).reduce((all, x) => all + x, 0);
    expect((await total.data())[0]).toBeCloseTo(row, 5);
  });
});
