import { Rng } from '@descent/core';
import { type GoldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  constant,
  dense,
  identity,
  initializers,
  orthogonal,
  randomNormal,
  randomUniform,
  sequential,
  truncatedNormal,
  varianceScaling,
} from '../index.js';

interface Spread {
  readonly name: keyof typeof initializers;
  readonly shape: readonly number[];
  readonly largest: number;
  readonly standardDeviation: number;
}

interface Identity {
  readonly gain: number;
  readonly matrix: GoldenTensor;
}

const {
  initializers: rows,
  identities,
  origin,
} = readGolden<{ initializers: readonly Spread[]; identities: readonly Identity[] }>('layers');

describe(`initializers spread as those of ${origin.library} ${origin.version}`, () => {
  it.each(rows.map((row) => [`${row.name} ${JSON.stringify(row.shape)}`, row] as const))(
    '%s',
    (_name, row) => {
      const values = initializers[row.name](row.shape, new Rng(1));
      const size = row.shape.reduce((a, b) => a * b, 1);
      expect(values).toHaveLength(size);
      const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      expect(largest).toBeLessThanOrEqual(row.largest * (1 + 1e-6));
      if (size < 200) return;
      const variance = values.reduce((sum, v) => sum + v * v, 0) / size;
      expect(Math.sqrt(variance) / row.standardDeviation).toBeGreaterThan(1 - 4 / Math.sqrt(size));
      expect(Math.sqrt(variance) / row.standardDeviation).toBeLessThan(1 + 4 / Math.sqrt(size));
      expect(largest / row.largest).toBeGreaterThan(0.95);
    },
  );
});

describe('identity', () => {
  it(`equals that of ${origin.library} ${origin.version}`, () => {
    expect(identities).toHaveLength(3);
    for (const { gain, matrix } of identities) {
      expect([...identity({ gain })(matrix.shape, new Rng(0))]).toEqual(matrix.values);
    }
  });

  it('is of matrices', () => {
    expect(() => identity()([2, 2, 2], new Rng(0))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: identity: expects [rows, columns], got [2, 2, 2]]`,
    );
    expect(() =>
      sequential({ input: [2] }, dense(2, { biasInitializer: identity() })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: identity: expects [rows, columns], got [2]
        in sequential: layers[0] dense(2)]
    `);
  });
});

describe('initializers without a fan, by name', () => {
  it.each([
    ['randomUniform', 0.05, 0.05 / Math.sqrt(3)],
    ['randomNormal', 0.25, 0.05],
    ['truncatedNormal', 0.1, 0.05 * 0.87962566],
  ] as const)('%s lies within ±%d', (name, largest, standardDeviation) => {
    const values = initializers[name]([100, 100], new Rng(1));
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(largest);
    const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    expect(Math.sqrt(variance) / standardDeviation).toBeCloseTo(1, 1);
  });
});

describe('initializers with options', () => {
  it('that draw nothing give one number everywhere', () => {
    expect([...constant(0.1)([2, 1], new Rng(0))]).toEqual([0.1, 0.1].map(Math.fround));
    expect([...initializers.zeros([3], new Rng(0))]).toEqual([0, 0, 0]);
    expect([...initializers.ones([1, 2], new Rng(0))]).toEqual([1, 1]);
  });

  it('keep to them', () => {
    const uniform = randomUniform({ min: 2, max: 3 })([1000], new Rng(0));
    expect(uniform.every((v) => v >= 2 && v < 3)).toBe(true);
    const cut = truncatedNormal({ mean: 5, stddev: 1 })([1000], new Rng(0));
    expect(cut.every((v) => Math.abs(v - 5) <= 2)).toBe(true);
    const normal = randomNormal({ mean: 5, stddev: 0.1 })([4000], new Rng(0));
    expect(normal.reduce((a, b) => a + b, 0) / 4000).toBeCloseTo(5, 1);
    expect(() => varianceScaling({ scale: 0 })).toThrow('scale must be > 0, got 0');
  });

  it.each([[[6, 4]], [[4, 6]], [[2, 3, 5]]])('orthogonal %j has orthonormal columns or rows', (shape) => {
    const values = orthogonal()(shape, new Rng(0));
    const columns = shape.at(-1) as number;
    const rows = values.length / columns;
    const at = (i: number, k: number) =>
      (rows < columns ? values[i * columns + k] : values[k * columns + i]) as number;
    const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        let dot = 0;
        for (let k = 0; k < length; k++) dot += at(i, k) * at(j, k);
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 5);
      }
    }
  });
});
