/** Keeps a system solvable whose equations say the same twice; far below anything that is to be seen. */
const ridge = 1e-9;

/**
 * The weights of least squares Σ (y − Φ w)²; of all that fit equally well the smallest.
 * @param features - Φ, [rows, columns], row by row
 */
export function leastSquares(features: Float32Array, columns: number, y: ArrayLike<number>): Float64Array {
  const rows = features.length / columns;
  const at = (row: number, column: number): number => features[row * columns + column] as number;
  const sum = (length: number, f: (i: number) => number): number => {
    let total = 0;
    for (let i = 0; i < length; i++) total += f(i);
    return total;
  };
  if (columns <= rows) {
    const gram = square(columns, (i, j) => sum(rows, (r) => at(r, i) * at(r, j)));
    return solve(
      gram,
      Float64Array.from({ length: columns }, (_, i) => sum(rows, (r) => at(r, i) * (y[r] as number))),
    );
  }
  const gram = square(rows, (i, j) => sum(columns, (c) => at(i, c) * at(j, c)));
  const shares = solve(
    gram,
    Float64Array.from({ length: rows }, (_, i) => y[i] as number),
  );
  return Float64Array.from({ length: columns }, (_, c) => sum(rows, (r) => at(r, c) * (shares[r] as number)));
}

function square(size: number, f: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(size * size);
  let trace = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = f(i, j);
    trace += matrix[i * size + i] as number;
  }
  for (let i = 0; i < size; i++)
    matrix[i * size + i] = (matrix[i * size + i] as number) + (ridge * trace) / size;
  return matrix;
}

/** A x = b for a symmetric positive definite matrix, by Cholesky's decomposition. */
function solve(matrix: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const lower = new Float64Array(size * size);
  const at = (i: number, j: number): number => lower[i * size + j] as number;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let value = matrix[i * size + j] as number;
      for (let k = 0; k < j; k++) value -= at(i, k) * at(j, k);
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(value, Number.MIN_VALUE)) : value / at(j, j);
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - at(i, k) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - at(k, i) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  return x;
}
