import { describe, expect, it } from 'vitest';
import { checkRuns } from './runs.js';

/** Checks runs that take all of `bytes`. */
const check = (bytes: number[], width: number, count: number, wanted?: number): string | number =>
  checkRuns({ bytes: Uint8Array.from(bytes), start: 0, end: bytes.length, width, count }, wanted);

describe('checkRuns', () => {
  it('counts numbers of the standard’s example, 0 to 7 in three bits each', () => {
    const packed = [0b11, 0b10001000, 0b11000110, 0b11111010];
    for (let number = 0; number < 8; number++) expect(check(packed, 3, 8, number)).toBe(1);
    expect(check(packed, 3, 5, 7)).toBe(0);
  });

  it('counts in runs of equal numbers, in several bytes too, and in what is mixed', () => {
    expect(check([200, 1, 1], 1, 100, 1)).toBe(100);
    expect(check([6, 0x34, 0x12], 13, 3, 0x1234)).toBe(3);
    expect(check([4, 1, 0b11, 0b10100101, 4, 0], 1, 12, 1)).toBe(6);
    expect(check([], 1, 0)).toBe(0);
  });

  it('takes a last group that is not filled up', () => {
    expect(check([0b11, 0b00000111], 1, 3, 1)).toBe(3);
    expect(check([0b11, 0b00111111], 2, 3, 3)).toBe(3);
  });

  it('takes more groups than there are numbers, as DuckDB writes them, where their bytes are there', () => {
    expect(check([0b111, 0b11, 0, 0], 1, 10, 1)).toBe(2);
    expect(check([0b111, 0b11, 0], 1, 10, 1)).toBe('10 numbers do not fit');
    expect(check([0b111], 0, 10)).toBe('more than 10 numbers');
  });

  it.each([
    ['a run of 2^30 equal numbers for ten', [0x80, 0x80, 0x80, 0x80, 0x07, 1], 'more than 10 numbers'],
    ['a run of one too many', [22, 1], 'more than 10 numbers'],
    ['2^29 groups for ten numbers', [0x81, 0x80, 0x80, 0x80, 0x04, 0, 0], '10 numbers do not fit'],
    [
      'a count that is less than nothing where it is signed',
      [0x81, 0x80, 0x80, 0x80, 0x08, 1],
      'a run without end',
    ],
    ['a count that does not end', [0x80, 0x80, 0x80, 0x80, 0x80, 1], 'a run without end'],
    ['an empty run', [0, 1, 20, 1], 'an empty run'],
    ['an empty group', [1, 20, 1], 'an empty run'],
    ['nothing', [], '10 numbers do not fit'],
    ['a run without its number', [20], '10 numbers do not fit'],
    ['groups that are cut short', [0b101, 0], '10 numbers do not fit'],
    ['half of the numbers', [10, 1], '10 numbers do not fit'],
  ])('F95: refuses %s', (_, bytes, problem) => {
    expect(check(bytes, 1, 10)).toBe(problem);
  });

  it('F95: refuses numbers of more than 32 bits', () => {
    expect(check([20, 1, 1, 1, 1, 1], 33, 10)).toBe('numbers of 33 bits');
  });
});
