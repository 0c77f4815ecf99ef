// Images moved, turned, stretched or seen in perspective, and the gradient of that.
import { address, word, wordAt, workspace } from './control';
import { isGradient, isNearest, samplePixel } from './sampling';
import { at } from './vector';

const REFLECT: i32 = 1;
const WRAP: i32 = 2;
const NEAREST: i32 = 3;

/** Place of the values outside among the words. */
const FILLS: i32 = 14;

@inline function clamp(x: f64, low: f64, high: f64): f64 {
  return min<f64>(max<f64>(x, low), high);
}

/** Brings a coordinate on an axis of `size` pixels to one inside, or next to it where a constant lies outside. */
function placeOf(x: f64, size: i32, mode: i32): f64 {
  const n = <f64>size;
  const last = n - 1;
  if (mode == REFLECT) {
    const period = 2 * n;
    const place = x + 0.5 - period * floor<f64>((x + 0.5) / period);
    x = (place > n ? period - place : place) - 0.5;
  } else if (mode == WRAP) {
    if (size == 1) return 0;
    if (x < 0) x += n * (trunc<f64>(-x / last) + 1);
    else if (x > last) x -= n * trunc<f64>(x / last);
  } else if (mode != NEAREST) {
    return clamp(x, -2, n + 1);
  }
  return clamp(x, 0, last);
}

/**
 * Words: images, transformed, transforms, height, width and channels of the images, height and width of the
 * transformed, rows of a chunk, kind, number of rows, floats from one transform to the next, fill mode, number of
 * values outside (1, or one per channel), and those. For gradients the images are made from the transformed, and a
 * chunk is one image.
 */
export function transform(chunk: i32): void {
  const inHeight = word(3);
  const inWidth = word(4);
  const depth = word(5);
  const outHeight = word(6);
  const outWidth = word(7);
  const kind = word(9);
  const nearest = isNearest(kind);
  const mode = word(12);
  const imageSize = inHeight * inWidth * depth;
  const first = chunk * word(8);
  const last = min(first + word(8), word(10));
  // Gradients of what lies outside are left there.
  const outside = workspace();
  for (let i = 0; i < depth; i++) store<f32>(at(outside, i), load<f32>(wordAt(FILLS + (word(13) == 1 ? 0 : i))));
  if (isGradient(kind)) memory.fill(at(address(0), chunk * imageSize), 0, <usize>imageSize << 2);
  let out = at(address(1), first * outWidth * depth);
  for (let line = first; line < last; line++) {
    const image = at(address(0), (line / outHeight) * imageSize);
    const matrix = at(address(2), (line / outHeight) * word(11));
    const row = <f64>(line % outHeight);
    for (let column = 0; column < outWidth; column++) {
      const k = entry(matrix, 6) * <f64>column + entry(matrix, 7) * row + 1;
      const x = (entry(matrix, 0) * <f64>column + entry(matrix, 1) * row + entry(matrix, 2)) / k;
      const y = (entry(matrix, 3) * <f64>column + entry(matrix, 4) * row + entry(matrix, 5)) / k;
      let a = outside;
      let b = outside;
      let c = outside;
      let d = outside;
      let down: f32 = 0;
      let across: f32 = 0;
      if (x - x == 0 && y - y == 0) {
        const atX = placeOf(x, inWidth, mode);
        const atY = placeOf(y, inHeight, mode);
        const left = <i32>floor<f64>(nearest ? atX + 0.5 : atX);
        const top = <i32>floor<f64>(nearest ? atY + 0.5 : atY);
        const right = <i32>ceil<f64>(atX);
        const bottom = <i32>ceil<f64>(atY);
        a = pixelAt(image, top, left, outside);
        if (!nearest) {
          b = pixelAt(image, top, right, outside);
          c = pixelAt(image, bottom, left, outside);
          d = pixelAt(image, bottom, right, outside);
          down = <f32>(atY - <f64>top);
          across = <f32>(atX - <f64>left);
        }
      }
      samplePixel(kind, out, depth, a, b, c, d, down, across);
      out = at(out, depth);
    }
  }
}

@inline function entry(matrix: usize, i: i32): f64 {
  return <f64>load<f32>(at(matrix, i));
}

/** Address of a pixel, or of the values outside. */
@inline function pixelAt(image: usize, row: i32, column: i32, outside: usize): usize {
  if (<u32>row >= <u32>word(3) || <u32>column >= <u32>word(4)) return outside;
  return at(image, (row * word(4) + column) * word(5));
}
