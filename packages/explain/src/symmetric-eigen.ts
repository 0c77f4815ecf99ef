/** Eigenvalues, largest first, and their vectors. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: each turns one pair of axes so that what
 * couples them becomes 0.
 * @see Golub, Van Loan: Matrix Computations, chapter 8.5
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, i) => Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  const at = (m: readonly Float64Array[], i: number, j: number): number => m[i]?.[j] as number;
  const put = (m: readonly Float64Array[], i: number, j: number, value: number): void => {
    (m[i] as Float64Array)[j] = value;
  };
  const scale = Math.sqrt(a.reduce((sum, row) => sum + row.reduce((part, each) => part + each * each, 0), 0));
  for (let sweep = 0; sweep < 60; sweep++) {
    let rest = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rest += at(a, p, q) ** 2;
    if (!(Math.sqrt(rest) > 1e-14 * scale)) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const coupling = at(a, p, q);
        if (coupling === 0) continue;
        const θ = (at(a, q, q) - at(a, p, p)) / (2 * coupling);
        const t = (θ < 0 ? -1 : 1) / (Math.abs(θ) + Math.hypot(θ, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const [x, y] = [at(a, k, p), at(a, k, q)];
          put(a, k, p, c * x - s * y);
          put(a, k, q, s * x + c * y);
        }
        for (let k = 0; k < size; k++) {
          const [x, y] = [at(a, p, k), at(a, q, k)];
          put(a, p, k, c * x - s * y);
          put(a, q, k, s * x + c * y);
        }
        for (let k = 0; k < size; k++) {
          const [x, y] = [at(v, k, p), at(v, k, q)];
          put(v, k, p, c * x - s * y);
          put(v, k, q, s * x + c * y);
        }
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.map((j) => v.map((_, i) => at(v, i, j))),
  };
}
