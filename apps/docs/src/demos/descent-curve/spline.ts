import { firstKnot, type Knots } from './protocol.js';

/** A curve in pieces: a cubic a + b t + c t² + d t³ between every two knots, t from the left one. */
export interface Spline {
  /** Rows of a, b, c, d. */
  readonly coefficients: readonly (readonly [number, number, number, number])[];
}

/**
 * The natural cubic spline through knots that lie one apart: no curvature at both ends.
 * (de Boor, A Practical Guide to Splines, chapter IV)
 */
export function splineThrough(knots: Knots): Spline {
  const n = knots.length;
  // Second derivatives m: m[i−1] + 4 m[i] + m[i+1] = 6 (y[i−1] − 2 y[i] + y[i+1]), by elimination.
  const m = new Array<number>(n).fill(0);
  const ratio = new Array<number>(n).fill(0);
  const rest = new Array<number>(n).fill(0);
  for (let i = 1; i < n - 1; i++) {
    const [before, here, after] = knots.slice(i - 1, i + 2) as [number, number, number];
    const pivot = 4 - (ratio[i - 1] as number);
    ratio[i] = 1 / pivot;
    rest[i] = (6 * (before - 2 * here + after) - (rest[i - 1] as number)) / pivot;
  }
  for (let i = n - 2; i > 0; i--) m[i] = (rest[i] as number) - (ratio[i] as number) * (m[i + 1] as number);
  return {
    coefficients: knots.slice(0, -1).map((y, i) => {
      const [left, right, next] = [m[i] as number, m[i + 1] as number, knots[i + 1] as number];
      return [y, next - y - (2 * left + right) / 6, left / 2, (right - left) / 6];
    }),
  };
}

/** The piece that a place lies on, and how far it is from its left knot; beyond the ends the last pieces go on. */
export function pieceAt({ coefficients }: Spline, x: number): { index: number; t: number } {
  const index = Math.max(0, Math.min(coefficients.length - 1, Math.floor(x - firstKnot)));
  return { index, t: x - firstKnot - index };
}

/** The height at a place. */
export function heightAt(spline: Spline, x: number): number {
  const { index, t } = pieceAt(spline, x);
  const [a, b, c, d] = spline.coefficients[index] as Spline['coefficients'][number];
  return a + t * (b + t * (c + t * d));
}
