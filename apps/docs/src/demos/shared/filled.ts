import { pictureSize } from './fashion-names.js';

/** A drawing whose outline is filled: what cannot be reached from the border without crossing a line. */
export function filled(pixels: Float32Array, grey: number): Float32Array {
  const isOutside = new Uint8Array(pixels.length);
  const waiting: number[] = [];
  const visit = (row: number, column: number): void => {
    if (row < 0 || column < 0 || row >= pictureSize || column >= pictureSize) return;
    const i = row * pictureSize + column;
    if (isOutside[i] || (pixels[i] as number) > grey / 2) return;
    isOutside[i] = 1;
    waiting.push(i);
  };
  for (let i = 0; i < pictureSize; i++) {
    for (const [row, column] of [
      [0, i],
      [pictureSize - 1, i],
      [i, 0],
      [i, pictureSize - 1],
    ] as const)
      visit(row, column);
  }
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const [row, column] = [Math.floor(i / pictureSize), i % pictureSize];
    for (const [down, right] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const)
      visit(row + down, column + right);
  }
  return pixels.map((value, i) => (isOutside[i] ? value : Math.max(value, grey)));
}
