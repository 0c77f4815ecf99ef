import type { Pictures } from '../shared/fashion-mnist.js';
import { pictureSize, pixelCount } from '../shared/fashion-names.js';

/** Edge of a garment at half its size. */
const garmentSize = pictureSize / 2;
/** Pixels of it. */
export const garmentCount = garmentSize * garmentSize;
const middle = (pictureSize - garmentSize) / 2;

/** All garments at half their size: each pixel is the mean of four. */
export function garmentsOf({ count, pixels }: Pictures): Float32Array {
  const small = new Float32Array(count * garmentCount);
  for (let i = 0; i < small.length; i++) {
    const [picture, place] = [Math.floor(i / garmentCount), i % garmentCount];
    const [row, column] = [Math.floor(place / garmentSize), place % garmentSize];
    const first = picture * pixelCount + 2 * row * pictureSize + 2 * column;
    const [a = 0, b = 0] = pixels.subarray(first, first + 2);
    const [c = 0, d = 0] = pixels.subarray(first + pictureSize, first + pictureSize + 2);
    small[i] = (a + b + c + d) / 4;
  }
  return small;
}

/**
 * Puts a garment into a black frame of 28 × 28.
 * @param right - pixels from the middle, −7 to 7, so that nothing is cut off
 * @param order - where each pixel of the frame goes
 */
export function putInFrame(
  garment: Float32Array,
  frame: Float32Array,
  right: number,
  down: number,
  order?: ArrayLike<number>,
): void {
  for (let i = 0; i < garment.length; i++) {
    const [row, column] = [Math.floor(i / garmentSize), i % garmentSize];
    const at = (middle + down + row) * pictureSize + middle + right + column;
    frame[order ? (order[at] as number) : at] = garment[i] as number;
  }
}
