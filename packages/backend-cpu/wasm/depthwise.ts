// Depthwise convolution and its gradients: each channel by itself, four channels in a vector. Words 0 to 13 are the
// window's; see window.ts.
import { address, word } from './control';
import { all, at, madd, storeLanes } from './vector';
import {
  batchSize, channels, dilationHeight, dilationWidth, inHeight, inWidth, outHeight, outWidth, padLeft, padTop, pixel,
  strideHeight, strideWidth, windowHeight, windowWidth,
} from './window';

/** Floats from one tap of the filter to the next: negative where the filter is turned by 180°. */
@inline function tapStep(): i32 {
  return word(18);
}

/** Rows and columns of the image that lie this far apart hold its cells, nothing lies between. */
@inline function spreadHeight(): i32 {
  return word(19);
}
@inline function spreadWidth(): i32 {
  return word(20);
}

/** The cell at a position of the spread image; −1: there is none. */
@inline function cellAt(position: i32, spread: i32, size: i32): i32 {
  if (position < 0) return -1;
  if (spread != 1) {
    if (position % spread != 0) return -1;
    position /= spread;
  }
  return position < size ? position : -1;
}

/** First window that starts at `offset` or later, and the first that starts later than it. */
@inline function firstFrom(offset: i32, stride: i32): i32 {
  return offset <= 0 ? 0 : (offset - 1) / stride + 1;
}
@inline function firstPast(offset: i32, stride: i32, count: i32): i32 {
  return offset < 0 ? 0 : min(count, offset / stride + 1);
}

/** to += a · b over `count` floats. */
@inline function addProducts(to: usize, a: usize, b: usize, count: i32): void {
  let c = 0;
  for (; c + 4 <= count; c += 4) {
    v128.store(at(to, c), madd(v128.load(at(a, c)), v128.load(at(b, c)), v128.load(at(to, c))));
  }
  if (c == count) return;
  storeLanes(at(to, c), madd(v128.load(at(a, c)), v128.load(at(b, c)), v128.load(at(to, c))), count - c);
}

/** One output pixel of any window. */
function anyPixel(image: i32, row: i32, column: i32, out: usize): void {
  const depth = channels();
  const width = inWidth();
  const taps = windowWidth();
  const spread = spreadWidth();
  const dilation = dilationWidth();
  const left = column * strideWidth() - padLeft();
  const step = tapStep();
  let filter = address(15);
  memory.fill(out, 0, <usize>depth << 2);
  for (let ky = 0; ky < windowHeight(); ky++) {
    const y = cellAt(row * strideHeight() - padTop() + ky * dilationHeight(), spreadHeight(), inHeight());
    if (y >= 0) {
      for (let kx = 0; kx < taps; kx++) {
        const x = cellAt(left + kx * dilation, spread, width);
        if (x >= 0) addProducts(out, pixel(address(14), image, y, x), at(filter, kx * step), depth);
      }
    }
    filter = at(filter, taps * step);
  }
}

/** Four output pixels next to each other whose windows lie between the image's left and right edge. */
function fourPixels(image: i32, row: i32, column: i32, out: usize): void {
  const depth = channels();
  const taps = windowWidth();
  const step = <usize>tapStep() << 2;
  const hop = <usize>(strideWidth() * depth) << 2;
  const dilation = <usize>(dilationWidth() * depth) << 2;
  const isThree = taps == 3 && hop == dilation;
  const top = row * strideHeight() - padTop();
  // Rows of taps that lie on the image.
  const first = firstFrom(-top, dilationHeight());
  const rows = firstPast(inHeight() - 1 - top, dilationHeight(), windowHeight()) - first;
  const rowHop = <usize>(dilationHeight() * inWidth() * depth) << 2;
  const image0 = pixel(address(14), image, top + first * dilationHeight(), column * strideWidth() - padLeft());
  const filter0 = address(15) + <usize>(first * taps) * step;
  const outHop = <usize>depth << 2;
  for (let c = 0; c < depth; c += 4) {
    let sum0 = all(0);
    let sum1 = all(0);
    let sum2 = all(0);
    let sum3 = all(0);
    let start = at(image0, c);
    let filter = at(filter0, c);
    for (let ky = 0; ky < rows; ky++) {
      let x = start;
      if (isThree) {
        // Six cells serve twelve products.
        const left = v128.load(filter);
        const middle = v128.load(filter + step);
        const right = v128.load(filter + 2 * step);
        filter += 3 * step;
        let cell = v128.load(x);
        sum0 = madd(cell, left, sum0);
        cell = v128.load(x + hop);
        sum0 = madd(cell, middle, sum0);
        sum1 = madd(cell, left, sum1);
        cell = v128.load(x + 2 * hop);
        sum0 = madd(cell, right, sum0);
        sum1 = madd(cell, middle, sum1);
        sum2 = madd(cell, left, sum2);
        cell = v128.load(x + 3 * hop);
        sum1 = madd(cell, right, sum1);
        sum2 = madd(cell, middle, sum2);
        sum3 = madd(cell, left, sum3);
        cell = v128.load(x + 4 * hop);
        sum2 = madd(cell, right, sum2);
        sum3 = madd(cell, middle, sum3);
        sum3 = madd(v128.load(x + 5 * hop), right, sum3);
      } else {
        for (let kx = 0; kx < taps; kx++) {
          const weight = v128.load(filter);
          sum0 = madd(v128.load(x), weight, sum0);
          sum1 = madd(v128.load(x + hop), weight, sum1);
          sum2 = madd(v128.load(x + 2 * hop), weight, sum2);
          sum3 = madd(v128.load(x + 3 * hop), weight, sum3);
          x += dilation;
          filter += step;
        }
      }
      start += rowHop;
    }
    const to = at(out, c);
    const count = depth - c;
    storeLanes(to, sum0, count);
    storeLanes(to + outHop, sum1, count);
    storeLanes(to + 2 * outHop, sum2, count);
    storeLanes(to + 3 * outHop, sum3, count);
  }
}

/**
 * out[pixel, c] = Σ x[cell under tap, c] · filter[tap, c]. Words from 14: x, the filter's first tap, out, output rows
 * of a chunk, floats between taps, spread of x downwards and across.
 */
export function depthwise(chunk: i32): void {
  const first = chunk * word(17);
  const last = min(first + word(17), batchSize() * outHeight());
  const isPlain = spreadHeight() == 1 && spreadWidth() == 1;
  const span = (windowWidth() - 1) * dilationWidth() + 1;
  const from = firstFrom(padLeft(), strideWidth());
  const to = isPlain ? firstPast(inWidth() - span + padLeft(), strideWidth(), outWidth()) : 0;
  for (let line = first; line < last; line++) {
    const image = line / outHeight();
    const row = line % outHeight();
    const out = at(address(16), line * outWidth() * channels());
    let column = 0;
    while (column < outWidth()) {
      if (to - from >= 4 && column >= from && column < to) {
        // The last four overlap those before them.
        const start = min(column, to - 4);
        fourPixels(image, row, start, at(out, start * channels()));
        column = start + 4;
      } else {
        anyPixel(image, row, column, at(out, column * channels()));
        column++;
      }
    }
  }
}

/** Adds to `to` the sums over `count` pixels of x · dy; pixels of x lie `hop` bytes apart. */
function addTap(to: usize, x: usize, hop: usize, dy: usize, count: i32): void {
  if (count <= 0) return;
  const depth = channels();
  const dyHop = <usize>depth << 2;
  for (let c = 0; c < depth; c += 4) {
    let even = v128.load(at(to, c));
    let odd = all(0);
    let cell = at(x, c);
    let arriving = at(dy, c);
    for (let i = 1; i < count; i += 2) {
      even = madd(v128.load(cell), v128.load(arriving), even);
      odd = madd(v128.load(cell + hop), v128.load(arriving + dyHop), odd);
      cell += 2 * hop;
      arriving += 2 * dyHop;
    }
    if ((count & 1) != 0) even = madd(v128.load(cell), v128.load(arriving), even);
    storeLanes(at(to, c), f32x4.add(even, odd), depth - c);
  }
}

/** As `addTap`, of three taps that lie `dilation` bytes apart in x. */
function addThreeTaps(to: usize, x: usize, hop: usize, dilation: usize, dy: usize, count: i32): void {
  const depth = channels();
  const dyHop = <usize>depth << 2;
  for (let c = 0; c < depth; c += 4) {
    const sums = at(to, c);
    let left = v128.load(sums);
    let middle = v128.load(sums + dyHop);
    let right = v128.load(sums + 2 * dyHop);
    let oddLeft = all(0);
    let oddMiddle = all(0);
    let oddRight = all(0);
    let cell = at(x, c);
    let arriving = at(dy, c);
    for (let i = 1; i < count; i += 2) {
      const even = v128.load(arriving);
      left = madd(v128.load(cell), even, left);
      middle = madd(v128.load(cell + dilation), even, middle);
      right = madd(v128.load(cell + 2 * dilation), even, right);
      cell += hop;
      const odd = v128.load(arriving + dyHop);
      oddLeft = madd(v128.load(cell), odd, oddLeft);
      oddMiddle = madd(v128.load(cell + dilation), odd, oddMiddle);
      oddRight = madd(v128.load(cell + 2 * dilation), odd, oddRight);
      cell += hop;
      arriving += 2 * dyHop;
    }
    if ((count & 1) != 0) {
      const last = v128.load(arriving);
      left = madd(v128.load(cell), last, left);
      middle = madd(v128.load(cell + dilation), last, middle);
      right = madd(v128.load(cell + 2 * dilation), last, right);
    }
    const lanes = depth - c;
    storeLanes(sums, f32x4.add(left, oddLeft), lanes);
    storeLanes(sums + dyHop, f32x4.add(middle, oddMiddle), lanes);
    storeLanes(sums + 2 * dyHop, f32x4.add(right, oddRight), lanes);
  }
}

/**
 * part[chunk][tap, c] = Σ x[cell under tap, c] · dy[pixel, c] over the output rows of the chunk. Words from 14: x, dy,
 * parts, output rows of a chunk.
 */
export function depthwiseFilterGradient(chunk: i32): void {
  const depth = channels();
  const taps = windowWidth();
  const stride = strideWidth();
  const pixelBytes = <usize>depth << 2;
  const hop = pixelBytes * stride;
  const part = at(address(16), chunk * windowHeight() * taps * depth);
  memory.fill(part, 0, <usize>(windowHeight() * taps) * pixelBytes);
  // Of a row of three taps: the windows that lie between the image's edges go together.
  const from = firstFrom(padLeft(), stride);
  const to = taps == 3 ? firstPast(inWidth() - 1 - 2 * dilationWidth() + padLeft(), stride, outWidth()) : from;
  const first = chunk * word(17);
  const last = min(first + word(17), batchSize() * outHeight());
  for (let line = first; line < last; line++) {
    const image = line / outHeight();
    const dy = at(address(15), line * outWidth() * depth);
    for (let ky = 0; ky < windowHeight(); ky++) {
      const y = (line % outHeight()) * strideHeight() - padTop() + ky * dilationHeight();
      if (<u32>y >= <u32>inHeight()) continue;
      const x = pixel(address(14), image, y, 0);
      const sums = part + <usize>(ky * taps) * pixelBytes;
      if (to > from) {
        const cells = at(x, (from * stride - padLeft()) * depth);
        addThreeTaps(sums, cells, hop, pixelBytes * dilationWidth(), at(dy, from * depth), to - from);
      }
      for (let kx = 0; kx < taps; kx++) {
        const shift = kx * dilationWidth() - padLeft();
        const start = firstFrom(-shift, stride);
        const end = firstPast(inWidth() - 1 - shift, stride, outWidth());
        const before = to > from ? from : end;
        const after = to > from ? to : end;
        const tap = sums + <usize>kx * pixelBytes;
        addTap(tap, at(x, (start * stride + shift) * depth), hop, at(dy, start * depth), before - start);
        addTap(tap, at(x, (after * stride + shift) * depth), hop, at(dy, after * depth), end - after);
      }
    }
  }
}
