/**
 * How closely two attributes go together, from 0 (not at all) to 1 (each tells the other): Cramér's V, without the part
 * that chance adds.
 *
 * @param a - a value of the first attribute for each example
 * @param b - a value of the second
 * @see Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T
 */
export function cramersV(a: readonly string[], b: readonly string[]): number {
  const count = a.length;
  const [rows, columns] = [tally(a), tally(b)];
  const cells = tally(a.map((each, i) => JSON.stringify([each, b[i]])));
  let chiSquared = 0;
  for (const [row, ofRow] of rows) {
    for (const [column, ofColumn] of columns) {
      const expected = (ofRow * ofColumn) / count;
      chiSquared += ((cells.get(JSON.stringify([row, column])) ?? 0) - expected) ** 2 / expected;
    }
  }
  const [r, c] = [rows.size, columns.size];
  if (count < 2 || r < 2 || c < 2) return 0;
  const phi = Math.max(0, chiSquared / count - ((r - 1) * (c - 1)) / (count - 1));
  const least = Math.min(r - (r - 1) ** 2 / (count - 1), c - (c - 1) ** 2 / (count - 1)) - 1;
  return least > 0 ? Math.min(1, Math.sqrt(phi / least)) : 0;
}

/** How often each value occurs. */
export function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
