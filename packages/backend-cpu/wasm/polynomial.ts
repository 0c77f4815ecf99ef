// Polynomials with coefficients in memory: V8 builds a constant vector anew wherever it is used, which takes
// several instructions; loading it takes one.
import { madd } from './vector';

/** The i-th number of a table, in all lanes. */
@inline export function entry(table: usize, i: i32): v128 {
  return v128.load32_splat(table + ((<usize>i) << 2));
}

/** The polynomial in x of a degree from 2 to 9; the table has its coefficients, highest power first. */
@inline export function polynomial(x: v128, table: usize, degree: i32): v128 {
  let p = madd(x, entry(table, 0), entry(table, 1));
  p = madd(x, p, entry(table, 2));
  if (degree > 2) p = madd(x, p, entry(table, 3));
  if (degree > 3) p = madd(x, p, entry(table, 4));
  if (degree > 4) p = madd(x, p, entry(table, 5));
  if (degree > 5) p = madd(x, p, entry(table, 6));
  if (degree > 6) p = madd(x, p, entry(table, 7));
  if (degree > 7) p = madd(x, p, entry(table, 8));
  if (degree > 8) p = madd(x, p, entry(table, 9));
  return p;
}
