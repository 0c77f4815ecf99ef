import { pictureSize, pixelCount } from '../shared/fashion-names.js';

/** Of each row from the neck down: where cloth begins and ends in the left half; the right half is its mirror image. */
const outline: readonly (readonly (readonly [from: number, to: number])[])[] = [
  [[8, 10]],
  [[6, 12]],
  [[4, 13]],
  [[3, 13]],
  [[2, 13]],
  [[1, 13]],
  [
    [1, 4],
    [6, 13],
  ],
  [
    [2, 3],
    [7, 13],
  ],
];
const body: readonly (readonly [from: number, to: number])[] = [[7, 13]];
const [top, bottom] = [3, 25] as const;

/** A striped T-shirt, light on dark, to begin with. */
export function startPicture(): Float32Array {
  const pixels = new Float32Array(pixelCount);
  for (let row = top; row < bottom; row++) {
    const spans = outline[row - top] ?? body;
    const grey = Math.floor((row - top) / 3) % 2 === 0 ? 0.8 : 0.5;
    for (const [from, to] of spans) {
      for (let column = from; column <= to; column++) {
        pixels[row * pictureSize + column] = grey;
        pixels[row * pictureSize + pictureSize - 1 - column] = grey;
      }
    }
  }
  return pixels;
}
