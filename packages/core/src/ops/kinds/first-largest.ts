/** Index of the first largest cell; a NaN counts as the largest; −1 for an empty window. */
export function firstLargest(values: ArrayLike<number>, cells: readonly number[]): number {
  let best = -1;
  for (const cell of cells) {
    const value = values[cell] as number;
    const largest = best === -1 ? Number.NaN : (values[best] as number);
    if (best === -1 || value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) best = cell;
  }
  return best;
}
