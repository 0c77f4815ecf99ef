/**
 * The error function to double precision: its Maclaurin series below 3, a continued fraction of the complement
 * above (Abramowitz and Stegun, 7.1.6 and 7.1.14).
 */
export function errorFunction(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const size = Math.abs(x);
  const value = size < 3 ? series(size) : 1 - complement(size);
  return x < 0 ? -value : value;
}

/** erf(x) = 2/√π e^−x² Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)): all terms are positive. */
function series(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** erfc(x) = e^−x² / √π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))). */
function complement(x: number): number {
  let tail = x;
  for (let k = 60; k >= 1; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
