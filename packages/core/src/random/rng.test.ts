import { describe, expect, it } from 'vitest';
import { currentBackend, Rng, scope } from '../index.js';

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('Rng', () => {
  it('gives the same numbers for the same seed, for ever', () => {
    const rng = new Rng(42);
    expect([...rng.permutation(8)]).toMatchInlineSnapshot(`
      [
        4,
        5,
        3,
        6,
        7,
        2,
        0,
        1,
      ]
    `);
    expect([...rng.uniformArray(2)]).toMatchInlineSnapshot(`
      [
        0.2174382267459627,
        0.6569991746772098,
      ]
    `);
    expect([...rng.normalArray(2)]).toMatchInlineSnapshot(`
      [
        -2.460943605220588,
        0.6875055624381575,
      ]
    `);
    expect(scope(() => rng.uniform([2, 2]).arraySync())).toMatchInlineSnapshot(`
      [
        [
          0.6129598617553711,
          0.4685865044593811,
        ],
        [
          0.07323169708251953,
          0.3408614993095398,
        ],
      ]
    `);
    expect(scope(() => rng.bernoulli([6], 0.5).arraySync())).toMatchInlineSnapshot(`
      [
        1,
        1,
        1,
        1,
        1,
        1,
      ]
    `);
    expect([...rng.split('shuffle').permutation(5)]).toMatchInlineSnapshot(`
      [
        0,
        2,
        1,
        4,
        3,
      ]
    `);
    expect([...rng.split(3).permutation(5)]).toMatchInlineSnapshot(`
      [
        1,
        2,
        0,
        4,
        3,
      ]
    `);
  });

  it('splits by label alone, whatever was drawn before', () => {
    const [fresh, used] = [new Rng(7), new Rng(7)];
    used.uniformArray(10);
    scope(() => void used.uniform([3]));
    expect(fresh.split('a').uniformArray(3)).toEqual(used.split('a').uniformArray(3));
    expect(fresh.split('a').uniformArray(3)).not.toEqual(fresh.split('b').uniformArray(3));
    expect(fresh.split(1).uniformArray(3)).not.toEqual(fresh.split('1').uniformArray(3));
  });

  it('draws have the moments they should', () => {
    const rng = new Rng(0);
    const n = 20_000;
    const uniform = rng.uniformArray(n);
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(0.01);
    expect(Math.min(...uniform.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    const normal = rng.normalArray(n);
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(Math.abs(mean(normal.map((z) => z * z)) - 1)).toBeLessThan(0.04);
    const unit = scope(() => rng.uniform([n], -1, 3).dataSync());
    expect(Math.abs(mean(unit) - 1)).toBeLessThan(0.03);
    expect(Math.max(...unit.subarray(0, 1000))).toBeLessThan(3);
    const coin = scope(() => rng.bernoulli([n], 0.3).dataSync());
    expect(Math.abs(mean(coin) - 0.3)).toBeLessThan(0.015);
    expect(
      scope(() => [mean(rng.bernoulli([50], 1).dataSync()), mean(rng.bernoulli([50], 0).dataSync())]),
    ).toEqual([1, 0]);
  });

  it('permutation holds every number once', () => {
    expect([...new Rng(3).permutation(1000)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect(new Rng(3).permutation(0)).toHaveLength(0);
  });

  it('refuses seeds, labels and probabilities out of range', () => {
    for (const seed of [-1, 1.5, Number.NaN, 2 ** 53])
      expect(() => new Rng(seed)).toThrow('a seed is a whole number');
    expect(() => new Rng(0).split(-1)).toThrow('a label is a string or a whole number >= 0, got -1');
    expect(() => new Rng(0).bernoulli([1], 1.1)).toThrow('p must lie in [0, 1], got 1.1');
    expect(() => new Rng(0).permutation(-1)).toThrow('n must be a whole number >= 0, got -1');
  });

  it('refuses more numbers on the host than a tensor holds', () => {
    const rng = new Rng(0);
    for (const draw of ['uniformArray', 'normalArray', 'permutation'] as const)
      expect(() => rng[draw](2 ** 31)).toThrowError(expect.objectContaining({ code: 'E_SIZE' }));
    expect(() => rng.permutation(2 ** 31)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: permutation: shape [2147483648] has more than 1073741823 elements]`,
    );
    expect(() => rng.permutation(2 ** 53)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: permutation: n must be a whole number from 0 to 9007199254740991, got 9007199254740992]`,
    );
  });

  it('leaves nothing behind', () => {
    const before = currentBackend().memory().buffers;
    const rng = new Rng(1);
    scope(() => {
      for (let i = 0; i < 10; i++) rng.uniform([3]);
    });
    rng.dispose();
    expect(currentBackend().memory().buffers).toBe(before);
  });
});
