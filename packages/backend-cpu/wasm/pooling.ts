// Pooling of [batch, height, width, channels], of any window; padded cells count for nothing.
import { all, at, firstLanes } from './vector';
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

/** Calls `W.window` for every window; `out` moves along with the windows. */
@inline function everyWindow<W>(x: usize, out: usize): void {
  const step = <usize>channels() << 2;
  for (let image = 0; image < batchSize(); image++) {
    for (let row = 0; row < outHeight(); row++) {
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
      v128.store(at(out, c), largest);
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
      v128.store(at(out, c), f32x4.div(sum, count));
    }
  }
}

/** Here `x` is the gradient being made, `out` the arriving one. */
@unmanaged class AverageWindowGradient {
  @inline window(x: usize, image: i32, top: i32, bottom: i32, left: i32, right: i32, out: usize): void {
    const depth = channels();
    const count = all(<f32>(max(0, bottom - top) * max(0, right - left)));
    for (let c = 0; c < depth; c += 4) {
      // Lanes past the last channel add nothing to the next pixel.
      const share = v128.and(f32x4.div(v128.load(at(out, c)), count), firstLanes(depth - c));
      for (let row = top; row < bottom; row++) {
        let p = at(pixel(x, image, row, left), c);
        for (let column = left; column < right; column++) {
          v128.store(p, f32x4.add(v128.load(p), share));
          p = at(p, depth);
        }
      }
    }
  }
}

export function maxPool(x: usize, out: usize): void {
  everyWindow<MaxWindow>(x, out);
}
export function averagePool(x: usize, out: usize): void {
  everyWindow<AverageWindow>(x, out);
}
/** `dx` must be zero. */
export function averagePoolGradient(dy: usize, dx: usize): void {
  everyWindow<AverageWindowGradient>(dx, dy);
}

/** Sends each window's gradient to its first largest cell, a NaN counting as such. `dx` must be zero. */
export function maxPoolGradient(dy: usize, x: usize, y: usize, dx: usize): void {
  const depth = channels();
  const distance = dx - x;
  for (let image = 0; image < batchSize(); image++) {
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
          let gradient = v128.and(v128.load(at(dy, c)), firstLanes(depth - c));
          for (let r = top; r < bottom; r++) {
            let p = at(pixel(x, image, r, left), c);
            for (let k = left; k < right; k++) {
              const cell = v128.load(p);
              const here = v128.or(f32x4.eq(cell, largest), v128.and(isNan, f32x4.ne(cell, cell)));
              const target = p + distance;
              v128.store(target, f32x4.add(v128.load(target), v128.and(gradient, here)));
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
}
