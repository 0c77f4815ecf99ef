import { expect } from 'vitest';

/** How far two numbers may lie apart: |a − b| ≤ absolute + relative · |b|. */
export interface Tolerance {
  /** Default 1e-6. */
  readonly absolute?: number;
  /** Default 1e-5. */
  readonly relative?: number;
}

/**
 * True for the same value (NaN, ±∞ and the sign of zero included) or one within the tolerance.
 * @example isClose(0.1 + 0.2, 0.3) // true
 */
export function isClose(
  actual: number,
  expected: number,
  { absolute = 1e-6, relative = 1e-5 }: Tolerance = {},
): boolean {
  return (
    Object.is(actual, expected) || Math.abs(actual - expected) <= absolute + relative * Math.abs(expected)
  );
}

/**
 * Expects equally many numbers, each close to its counterpart; the message names the first that is not.
 *
 * @param name - of what is compared, for the message
 * @example expectClose(softmax(tensor([0, 0])).dataSync(), [0.5, 0.5])
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance = {},
  name?: string,
): void {
  const of = name ? `${name}: ` : '';
  expect(actual.length, `${of}number of elements`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    if (!isClose(a, e, tolerance))
      expect.fail(`${of}element ${i} is ${a}, expected ${e} (difference ${a - e})`);
  }
}
