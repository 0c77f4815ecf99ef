import { describe, expect, it } from 'vitest';
import {
  categorical,
  compile,
  currentBackend,
  normal,
  Rng,
  range,
  scope,
  shuffle,
  type Tensor,
  tensor,
  truncatedNormal,
} from '../index.js';

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
    const bell = rng.normalArray(n);
    expect(Math.abs(mean(bell))).toBeLessThan(0.03);
    expect(Math.abs(mean(bell.map((z) => z * z)) - 1)).toBeLessThan(0.04);
    const unit = scope(() => rng.uniform([n], -1, 3).dataSync());
    expect(Math.abs(mean(unit) - 1)).toBeLessThan(0.03);
    expect(Math.max(...unit.subarray(0, 1000))).toBeLessThan(3);
    const words = scope(() => rng.bits([n]).dataSync());
    expect(Math.abs(mean(words.map((word) => Number(word < 0))) - 0.5)).toBeLessThan(0.015);
    const coin = scope(() => rng.bernoulli([n], 0.3).dataSync());
    expect(Math.abs(mean(coin) - 0.3)).toBeLessThan(0.015);
    expect(
      scope(() => [mean(rng.bernoulli([50], 1).dataSync()), mean(rng.bernoulli([50], 0).dataSync())]),
    ).toEqual([1, 0]);
  });

  it('normal tensors have the moments and the tails that they should', () => {
    const rng = new Rng(5);
    const n = 20_001;
    const z = scope(() => normal(rng, [n]).dataSync());
    expect(z.length).toBe(n);
    expect(Math.abs(mean(z))).toBeLessThan(0.03);
    expect(Math.abs(mean(z.map((v) => v * v)) - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(z.map((v) => v ** 4)) - 3)).toBeLessThan(0.3);
    // 4.55 % lie beyond two standard deviations.
    expect(Math.abs(mean(z.map((v) => Number(Math.abs(v) > 2))) - 0.0455)).toBeLessThan(0.006);
    const moved = scope(() => normal(rng, [n], 10, 0.5).dataSync());
    expect(Math.abs(mean(moved) - 10)).toBeLessThan(0.02);
    expect(scope(() => normal(rng, [2, 3]).shape)).toEqual([2, 3]);
    expect(scope(() => normal(rng, [0]).size)).toBe(0);
  });

  it('truncatedNormal stays within two standard deviations, with the variance of what is left', () => {
    const rng = new Rng(6);
    const z = scope(() => truncatedNormal(rng, [20_000]).dataSync());
    expect(Math.max(...z)).toBeLessThanOrEqual(2);
    expect(Math.max(...z)).toBeGreaterThan(1.99);
    expect(Math.min(...z)).toBeLessThan(-1.99);
    expect(Math.abs(mean(z))).toBeLessThan(0.02);
    // 1 − 4 φ(2) / (2 Φ(2) − 1)
    expect(Math.abs(mean(z.map((v) => v * v)) - 0.7737)).toBeLessThan(0.015);
    // A quarter lies below the quartile.
    expect(Math.abs(mean(z.map((v) => Number(v < -0.6365))) - 0.25)).toBeLessThan(0.01);
  });

  it('categorical draws classes by their probabilities, and never one of none', () => {
    const rng = new Rng(7);
    const logits = tensor([
      [Number.NEGATIVE_INFINITY, Math.log(0.2), Math.log(0.5), Math.log(0.3), Number.NEGATIVE_INFINITY],
      [0, 0, 0, 0, 0],
    ]) as Tensor;
    const drawn = scope(() => categorical(rng, logits, 20_000).arraySync()) as number[][];
    const shares = drawn.map((row) => [0, 1, 2, 3, 4].map((k) => mean(row.map((v) => Number(v === k)))));
    [
      [0, 0.2, 0.5, 0.3, 0],
      [0.2, 0.2, 0.2, 0.2, 0.2],
    ].forEach((row, i) => {
      row.forEach((share, k) => {
        const actual = shares[i]?.[k] as number;
        if (share === 0) expect(actual).toBe(0);
        else expect(Math.abs(actual - share)).toBeLessThan(0.015);
      });
    });
    const one = categorical(rng, logits);
    expect([one.shape, one.dtype]).toEqual([[2], 'int32']);
    one.dispose();
    logits.dispose();
  });

  it('shuffle keeps every row once, and every order comes about equally often', () => {
    const rng = new Rng(8);
    const rows = scope(() => (shuffle(rng, range(0, 1000)) as Tensor).dataSync());
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const order = scope(() => shuffle(rng, range(0, 3)).dataSync().join());
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('draws inside compiled functions what it draws outside, anew each time', () => {
    const draw = (rng: Rng, x: Tensor) => [
      normal(rng, [3]),
      truncatedNormal(rng, [3]),
      categorical(rng, x, 4),
      shuffle(rng, x),
    ];
    const [inside, outside] = [new Rng(9), new Rng(9)];
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]) as Tensor;
    using run = compile((y: Tensor) => draw(inside, y));
    const values = (f: () => Tensor[]) => scope(() => f().map((each) => [...each.dataSync()]));
    const first = values(() => run(x));
    expect(first).toEqual(values(() => draw(outside, x)));
    const second = values(() => run(x));
    expect(second).toEqual(values(() => draw(outside, x)));
    expect(second).not.toEqual(first);
    x.dispose();
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
    expect(() => normal(new Rng(0), [1], 0, -1)).toThrow('expects a finite mean and a finite stddev >= 0');
    expect(() => truncatedNormal(new Rng(0), [1], Number.NaN)).toThrow('got NaN and 1');
    expect(() => categorical(new Rng(0), tensor([]) as Tensor)).toThrow('expects at least one class');
    expect(() => shuffle(new Rng(0), tensor(1) as Tensor)).toThrow('a scalar has no axes');
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
