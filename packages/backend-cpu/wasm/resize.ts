// Images in another size, and the gradient of that.
import { address, word } from './control';
import { isGradient, isNearest, samplePixel } from './sampling';
import { at } from './vector';

/** The coordinate that a resized cell is read at, on an axis of `from` cells; words 9 and 10 as below. */
@inline function coordinate(index: i32, from: i32, to: i32, nearest: bool): f64 {
  const isAligned = word(9) != 0;
  const scale: f64 = isAligned && to > 1 ? <f64>(from - 1) / <f64>(to - 1) : <f64>from / <f64>to;
  const shift: f64 = word(10) != 0 ? 0.5 : 0;
  const place = (<f64>index + shift) * scale;
  if (nearest) return min<f64>(floor<f64>(isAligned ? place + 0.5 : place), <f64>(from - 1));
  return min<f64>(max<f64>(place - shift, 0), <f64>(from - 1));
}

/**
 * Words: images, resized, height, width and channels of the images, height and width of the resized, rows of a chunk,
 * kind, then whether the middles of the corners lie on each other and whether the edges do; last the number of rows.
 * For gradients the images are made from the resized, and a chunk is one image.
 */
export function resize(chunk: i32): void {
  const inHeight = word(2);
  const inWidth = word(3);
  const depth = word(4);
  const outHeight = word(5);
  const outWidth = word(6);
  const kind = word(8);
  const nearest = isNearest(kind);
  const imageSize = inHeight * inWidth * depth;
  const first = chunk * word(7);
  const last = min(first + word(7), word(11));
  if (isGradient(kind)) memory.fill(at(address(0), chunk * imageSize), 0, <usize>imageSize << 2);
  let out = at(address(1), first * outWidth * depth);
  for (let line = first; line < last; line++) {
    const image = at(address(0), (line / outHeight) * imageSize);
    const y = coordinate(line % outHeight, inHeight, outHeight, nearest);
    const top = <i32>y;
    const above = at(image, top * inWidth * depth);
    const below = at(image, <i32>ceil<f64>(y) * inWidth * depth);
    const down = <f32>(y - <f64>top);
    for (let column = 0; column < outWidth; column++) {
      const x = coordinate(column, inWidth, outWidth, nearest);
      const left = <i32>x;
      const right = <i32>ceil<f64>(x) * depth;
      const across = <f32>(x - <f64>left);
      samplePixel(
        kind, out, depth, at(above, left * depth), at(above, right), at(below, left * depth), at(below, right), down,
        across,
      );
      out = at(out, depth);
    }
  }
}
