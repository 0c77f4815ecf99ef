// Pooling of [batch, height, width, channels], of any window; padded cells count for nothing.
import { address, word } from './control';
import { all, at, storeLanes } from './vector';
import {
  batchSize, channels, inHeight, inWidth, outHeight, outWidth, padLeft, padTop, pixel, strideHeight, strideWidth,
  windowHeight, windowWidth,
} from './window';

/** The cells of one window that lie on the image: rows [top, bottom), columns [left, right). */
@inline function windowStart(out: i32, stride: i32, pad: i32): i32 {
  return max(0, out * stride - pad);
}
@inline function windowEnd(out: i32, stride: i32, pad: i32, length: i32, size: i32): i32 {
  return min(size, out * stride - pad + length);
}

/** Calls `W.window` for the windows of output rows [first, last), counted through all images. */
@inline function everyWindow<W>(x: usize, out: usize, first: i32, last: i32): void {
  const step = <usize>channels() << 2;
  out += <usize>(first * outWidth()) * step;
  for (let line = first; line < last; line++) {
    const image = line / outHeight();
    const row = line % outHeight();
    const top = windowStart(row, strideHeight(), padTop());
    const bottom = windowEnd(row, strideHeight(), padTop(), windowHeight(), inHeight());
    for (let column = 0; column < outWidth(); column++) {
      const left = windowStart(column, strideWidth(), padLeft());
      const right = windowEnd(column, strideWidth(), padLeft(), windowWidth(), inWidth());
      changetype<W>(0).window(x, image, top, bottom, left, right, out);
      out += step;
    }
  }
}

/** As `everyWindow`, over the rows of a chunk: word 16 of them. */
@inline function windowsOfChunk<W>(chunk: i32): void {
  const first = chunk * word(16);
  everyWindow<W>(address(14), address(15), first, min(first + word(16), batchSize() * outHeight()));
}

/** As `everyWindow`, over one image. */
@inline function windowsOfImage<W>(x: usize, out: usize, image: i32): void {
  everyWindow<W>(x, out, image * outHeight(), (image + 1) * outHeight());
}

/** Clears an image of a batch. */
@inline function clearImage(x: usize, image: i32): void {
  memory.fill(pixel(x, image, 0, 0), 0, <usize>(inHeight() * inWidth() * channels()) << 2);
}

@unmanaged class MaxWindow {
  @inline window(x: usize, image: i32, top: i32, bottom: i32, left: i32, right: i32, out: usize): void {
    const depth = channels();
    for (let c = 0; c < depth; c += 4) {
      let largest = all(-Infinity);
      for (let row = top; row < bottom; row++) {
        let p = at(pixel(x, image, row, left), c);
        for (let column = left; column < right; column++) {
          largest = f32x4.max(largest, v128.load(p));
          p = at(p, depth);
        }
      }
      storeLanes(at(out, c), largest, depth - c);
    }
  }
}

@unmanaged class AverageWindow {
  @inline window(x: usize, image: i32, top: i32, bottom: i32, left: i32, right: i32, out: usize): void {
    const depth = channels();
    const count = all(<f32>(max(0, bottom - top) * max(0, right - left)));
    for (let c = 0; c < depth; c += 4) {
      let sum = all(0);
      for (let row = top; row < bottom; row++) {
        let p = at(pixel(x, image, row, left), c);
        for (let column = left; column < right; column++) {
          sum = f32x4.add(sum, v128.load(p));
          p = at(p, depth);
        }
      }
      storeLanes(at(out, c), f32x4.div(sum, count), depth - c);
    }
  }
}

/** Here `x` is the gradient being made, `out` the arriving one. */
@unmanaged class AverageWindowGradient {
  @inline window(x: usize, image: i32, top: i32, bottom: i32, left: i32, right: i32, out: usize): void {
    const depth = channels();
    const count = all(<f32>(max(0, bottom - top) * max(0, right - left)));
    for (let c = 0; c < depth; c += 4) {
      const share = f32x4.div(v128.load(at(out, c)), count);
      for (let row = top; row < bottom; row++) {
        let p = at(pixel(x, image, row, left), c);
        for (let column = left; column < right; column++) {
          storeLanes(p, f32x4.add(v128.load(p), share), depth - c);
          p = at(p, depth);
        }
      }
    }
  }
}

/** Words from 14: x, out, output rows of a chunk. */
export function maxPool(chunk: i32): void {
  windowsOfChunk<MaxWindow>(chunk);
}
export function averagePool(chunk: i32): void {
  windowsOfChunk<AverageWindow>(chunk);
}

/** One image per chunk. Words from 14: dx, dy. */
export function averagePoolGradient(chunk: i32): void {
  clearImage(address(14), chunk);
  windowsOfImage<AverageWindowGradient>(address(14), address(15), chunk);
}

/**
 * Sends each window's gradient to its first largest cell, a NaN counting as such. One image per chunk. Words
 * from 14: dy, x, y, dx.
 */
export function maxPoolGradient(chunk: i32): void {
  const depth = channels();
  const x = address(15);
  const distance = address(17) - x;
  const start = chunk * outHeight() * outWidth() * depth;
  let dy = at(address(14), start);
  let y = at(address(16), start);
  clearImage(address(17), chunk);
  for (let row = 0; row < outHeight(); row++) {
    const top = windowStart(row, strideHeight(), padTop());
    const bottom = windowEnd(row, strideHeight(), padTop(), windowHeight(), inHeight());
    for (let column = 0; column < outWidth(); column++) {
      const left = windowStart(column, strideWidth(), padLeft());
      const right = windowEnd(column, strideWidth(), padLeft(), windowWidth(), inWidth());
      for (let c = 0; c < depth; c += 4) {
        const largest = v128.load(at(y, c));
        const isNan = f32x4.ne(largest, largest);
        // What is still to be handed out: a lane empties when its cell is found.
        let gradient = v128.load(at(dy, c));
        for (let r = top; r < bottom; r++) {
          let p = at(pixel(x, chunk, r, left), c);
          for (let k = left; k < right; k++) {
            const cell = v128.load(p);
            const here = v128.or(f32x4.eq(cell, largest), v128.and(isNan, f32x4.ne(cell, cell)));
            const target = p + distance;
            storeLanes(target, f32x4.add(v128.load(target), v128.and(gradient, here)), depth - c);
            gradient = v128.andnot(gradient, here);
            p = at(p, depth);
          }
        }
      }
      dy = at(dy, depth);
      y = at(y, depth);
    }
  }
}
