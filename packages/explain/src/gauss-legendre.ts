/** Points in (0, 1) and their weights, which sum to 1. */
export interface Quadrature {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Gauss–Legendre quadrature over [0, 1]: the integral of f is nearly Σ weights · f(points), exactly for polynomials of
 * degree 2 count − 1. The points are the roots of Legendre's polynomial, found by Newton's method.
 * @see Press et al.: Numerical Recipes, chapter 4.5
 */
export function gaussLegendre(count: number): Quadrature {
  const pairs = Array.from({ length: count }, (_, i) => {
    let z = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 100; turn++) {
      const { value, before } = legendre(count, z);
      slope = (count * (z * value - before)) / (z * z - 1);
      const step = value / slope;
      z -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    return { point: (1 - z) / 2, weight: 1 / ((1 - z * z) * slope * slope) };
  });
  return { points: pairs.map(({ point }) => point), weights: pairs.map(({ weight }) => weight) };
}

/** Legendre's polynomials of degree `count` and `count − 1` at z. */
function legendre(count: number, z: number): { readonly value: number; readonly before: number } {
  let [value, before] = [1, 0];
  for (let j = 0; j < count; j++) [value, before] = [((2 * j + 1) * z * value - j * before) / (j + 1), value];
  return { value, before };
}
