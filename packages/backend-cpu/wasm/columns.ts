// Image to columns and back: one row per output pixel, holding the cells under its window as
// [window row, window column, channel], zero where the window lies on padding.
import { addFloats, at, clearFloats, copyFloats } from './vector';
import {
  channels, dilationHeight, dilationWidth, inHeight, inWidth, outHeight, outWidth, padLeft, padTop, pixel,
  strideHeight, strideWidth, windowHeight, windowWidth,
} from './window';

/** Writes the rows of output pixels [first, last). */
export function imageToColumns(x: usize, first: i32, last: i32, to: usize): void {
  const depth = channels();
  const taps = windowWidth();
  const dilation = dilationWidth();
  let image = first / (outHeight() * outWidth());
  let outRow = (first / outWidth()) % outHeight();
  let outColumn = first % outWidth();
  for (let p = first; p < last; p++) {
    const top = outRow * strideHeight() - padTop();
    const left = outColumn * strideWidth() - padLeft();
    const inside = left >= 0 && left + (taps - 1) * dilation < inWidth();
    for (let ky = 0; ky < windowHeight(); ky++) {
      const row = top + ky * dilationHeight();
      if (<u32>row >= <u32>inHeight()) {
        clearFloats(to, taps * depth);
      } else if (inside && dilation == 1) {
        copyFloats(to, pixel(x, image, row, left), taps * depth);
      } else {
        for (let kx = 0; kx < taps; kx++) {
          const column = left + kx * dilation;
          const cell = at(to, kx * depth);
          if (<u32>column >= <u32>inWidth()) clearFloats(cell, depth);
          else copyFloats(cell, pixel(x, image, row, column), depth);
        }
      }
      to = at(to, taps * depth);
    }
    if (++outColumn == outWidth()) {
      outColumn = 0;
      if (++outRow == outHeight()) {
        outRow = 0;
        image++;
      }
    }
  }
}

/** Adds the rows of output pixels [first, last) to the image cells that they came from. */
export function addColumns(from: usize, first: i32, last: i32, x: usize): void {
  const depth = channels();
  const taps = windowWidth();
  const dilation = dilationWidth();
  let image = first / (outHeight() * outWidth());
  let outRow = (first / outWidth()) % outHeight();
  let outColumn = first % outWidth();
  for (let p = first; p < last; p++) {
    const top = outRow * strideHeight() - padTop();
    const left = outColumn * strideWidth() - padLeft();
    const inside = left >= 0 && left + (taps - 1) * dilation < inWidth();
    for (let ky = 0; ky < windowHeight(); ky++) {
      const row = top + ky * dilationHeight();
      if (<u32>row < <u32>inHeight()) {
        if (inside && dilation == 1) {
          addFloats(pixel(x, image, row, left), from, taps * depth);
        } else {
          for (let kx = 0; kx < taps; kx++) {
            const column = left + kx * dilation;
            if (<u32>column < <u32>inWidth()) addFloats(pixel(x, image, row, column), at(from, kx * depth), depth);
          }
        }
      }
      from = at(from, taps * depth);
    }
    if (++outColumn == outWidth()) {
      outColumn = 0;
      if (++outRow == outHeight()) {
        outRow = 0;
        image++;
      }
    }
  }
}
