/** The line where a map is 0, as pieces between the middles of cells: x and y of both ends, in cells. */
export function zeroLine(values: Float32Array, size: number): number[] {
  const pieces: number[] = [];
  const at = (row: number, column: number): number => values[row * size + column] as number;
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const corners = [
        at(row, column),
        at(row, column + 1),
        at(row + 1, column + 1),
        at(row + 1, column),
      ] as const;
      const crossings: number[] = [];
      corners.forEach((value, i) => {
        const next = corners[(i + 1) % 4] as number;
        if (value >= 0 === next >= 0) return;
        const share = value / (value - next);
        const [x, y] = [
          [share, 0],
          [1, share],
          [1 - share, 1],
          [0, 1 - share],
        ][i] as [number, number];
        crossings.push(column + x + 0.5, row + y + 0.5);
      });
      if (crossings.length === 4) pieces.push(...crossings);
    }
  }
  return pieces;
}
