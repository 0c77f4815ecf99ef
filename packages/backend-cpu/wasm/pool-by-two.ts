// Max pooling by windows of 2 × 2 that lie side by side, without padding, of channels in whole vectors: what nearly
// every net does, at the speed of memory. Words 0 to 13 are the window's; see window.ts.
import { address, word } from './control';
import { all, at } from './vector';
import { batchSize, channels, inHeight, inWidth, outHeight, outWidth, pixel } from './window';

/** Words from 14: x, out, output rows of a chunk. */
export function maxPoolByTwo(chunk: i32): void {
  const depth = channels();
  const pixelBytes = <usize>depth << 2;
  const rowBytes = <usize>inWidth() * pixelBytes;
  const first = chunk * word(16);
  const last = min(first + word(16), batchSize() * outHeight());
  let out = at(address(15), first * outWidth() * depth);
  for (let line = first; line < last; line++) {
    let p = pixel(address(14), line / outHeight(), 2 * (line % outHeight()), 0);
    for (let column = 0; column < outWidth(); column++, p += pixelBytes) {
      for (const end = p + pixelBytes; p < end; p += 16, out += 16) {
        const upper = f32x4.max(v128.load(p), v128.load(p + pixelBytes));
        const q = p + rowBytes;
        v128.store(out, f32x4.max(upper, f32x4.max(v128.load(q), v128.load(q + pixelBytes))));
      }
    }
  }
}

/** Writes a cell's share of the gradient, and returns what is left for the cells after it. */
@inline function passGradient(gradient: v128, cell: v128, largest: v128, timesStep: bool, to: usize): v128 {
  const isNan = f32x4.ne(cell, cell);
  const isLargest = f32x4.eq(cell, largest);
  if (timesStep) {
    v128.store(to, v128.or(v128.and(gradient, isLargest), isNan));
    return v128.andnot(gradient, isLargest);
  }
  const here = v128.or(isLargest, isNan);
  v128.store(to, v128.and(gradient, here));
  return v128.andnot(gradient, here);
}

/**
 * Sends each window's gradient to its first largest cell, a NaN counting as such, and, where asked, multiplies by
 * `step` of x: a NaN makes a NaN of its own cell then, any other cell that gets something is as large as y. One image
 * per chunk. Words from 14: dy, x, y, dx, 1 to multiply.
 */
export function maxPoolByTwoGradient(chunk: i32): void {
  if (word(18) != 0) gradientOf(chunk, true);
  else gradientOf(chunk, false);
}

@inline function gradientOf(image: i32, timesStep: bool): void {
  const depth = channels();
  const pixelBytes = <usize>depth << 2;
  const rowBytes = <usize>inWidth() * pixelBytes;
  const distance = address(17) - address(15);
  const start = image * outHeight() * outWidth() * depth;
  let dy = at(address(14), start);
  let y = at(address(16), start);
  for (let row = 0; row < outHeight(); row++) {
    let p = pixel(address(15), image, 2 * row, 0);
    for (let column = 0; column < outWidth(); column++, p += pixelBytes) {
      for (const end = p + pixelBytes; p < end; p += 16, dy += 16, y += 16) {
        const q = p + rowBytes;
        const largest = v128.load(y);
        let gradient = v128.load(dy);
        if (timesStep) gradient = f32x4.mul(gradient, v128.and(all(1), f32x4.gt(largest, all(0))));
        gradient = passGradient(gradient, v128.load(p), largest, timesStep, p + distance);
        gradient = passGradient(gradient, v128.load(p + pixelBytes), largest, timesStep, p + pixelBytes + distance);
        gradient = passGradient(gradient, v128.load(q), largest, timesStep, q + distance);
        passGradient(gradient, v128.load(q + pixelBytes), largest, timesStep, q + pixelBytes + distance);
      }
    }
    if ((inWidth() & 1) != 0) {
      clearPixels(image, 2 * row, inWidth() - 1, 1);
      clearPixels(image, 2 * row + 1, inWidth() - 1, 1);
    }
  }
  if ((inHeight() & 1) != 0) clearPixels(image, inHeight() - 1, 0, inWidth());
}

/** Clears pixels of dx that no window covers. */
function clearPixels(image: i32, row: i32, column: i32, count: i32): void {
  memory.fill(pixel(address(17), image, row, column), 0, <usize>(count * channels()) << 2);
}
