import { describe, expect, it } from 'vitest';
import { cramersV } from './association.js';

/** Two attributes, with as many examples of each pair as the table says. */
function pairs(table: readonly (readonly number[])[]): [string[], string[]] {
  const [a, b]: [string[], string[]] = [[], []];
  for (const [i, row] of table.entries())
    for (const [k, count] of row.entries())
      for (let n = 0; n < count; n++) {
        a.push(`a${i}`);
        b.push(`b${k}`);
      }
  return [a, b];
}

describe('cramersV', () => {
  it('is 1 where each tells the other, 0 where neither does', () => {
    expect(
      cramersV(
        ...pairs([
          [50, 0],
          [0, 50],
        ]),
      ),
    ).toBeCloseTo(1, 12);
    expect(
      cramersV(
        ...pairs([
          [25, 25],
          [25, 25],
        ]),
      ),
    ).toBe(0);
    expect(cramersV(...pairs([[10, 20]]))).toBe(0);
    expect(cramersV([], [])).toBe(0);
  });

  it('is as the formula says by hand', () => {
    // χ² = 100 · (30 · 40 − 10 · 20)² / (40 · 60 · 50 · 50) = 16.6667; φ² = 0.166667 − 1/99; both sides 2 − 1/99.
    const expected = Math.sqrt((1 / 6 - 1 / 99) / (2 - 1 / 99 - 1));
    expect(
      cramersV(
        ...pairs([
          [30, 10],
          [20, 40],
        ]),
      ),
    ).toBeCloseTo(expected, 12);
  });
});
