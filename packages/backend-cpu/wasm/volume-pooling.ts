// Pooling of [batch, depth, height, width, channels], of any window; padded cells count for nothing. Words 0 to 19 are
// the window's; see volume-window.ts.
import { address, word } from './control';
import { all, at, storeLanes } from './vector';
import {
  DEPTH, HEIGHT, outOf, padOf, pixelOf, sizeOf, strideOf, volumeChannels, volumeCount, WIDTH, windowOf,
} from './volume-window';

/** The window at hand: how many of its cells lie on the volume along each axis. */
let planes: i32 = 0;
let rows: i32 = 0;
let columns: i32 = 0;

/** First cell of a window along an axis that lies on the volume, and how many do. */
@inline function firstCell(axis: i32, out: i32): i32 {
  return max(0, out * strideOf(axis) - padOf(axis));
}
@inline function cellCount(axis: i32, out: i32): i32 {
  return max(0, min(sizeOf(axis), out * strideOf(axis) - padOf(axis) + windowOf(axis)) - firstCell(axis, out));
}

/** The largest or the average of the window's cells, for channels [from, to). */
@inline function summary(x: usize, out: usize, from: i32, to: i32, isMax: bool): void {
  const cellHop = <usize>volumeChannels() << 2;
  const rowHop = cellHop * sizeOf(WIDTH);
  const planeHop = rowHop * sizeOf(HEIGHT);
  const count = all(<f32>(planes * rows * columns));
  for (let c = from; c < to; c += 4) {
    let result = all(isMax ? -Infinity : 0);
    for (let plane = 0; plane < planes; plane++) {
      for (let row = 0; row < rows; row++) {
        let cell = at(x, c) + plane * planeHop + row * rowHop;
        for (let column = 0; column < columns; column++, cell += cellHop) {
          result = isMax ? f32x4.max(result, v128.load(cell)) : f32x4.add(result, v128.load(cell));
        }
      }
    }
    storeLanes(at(out, c), isMax ? result : f32x4.div(result, count), to - c);
  }
}

/** Adds the window's share of dy to each of its cells. */
function shareOut(dx: usize, dy: usize, from: i32, to: i32): void {
  const cellHop = <usize>volumeChannels() << 2;
  const rowHop = cellHop * sizeOf(WIDTH);
  const planeHop = rowHop * sizeOf(HEIGHT);
  const count = all(<f32>(planes * rows * columns));
  for (let c = from; c < to; c += 4) {
    const share = f32x4.div(v128.load(at(dy, c)), count);
    for (let plane = 0; plane < planes; plane++) {
      for (let row = 0; row < rows; row++) {
        let cell = at(dx, c) + plane * planeHop + row * rowHop;
        for (let column = 0; column < columns; column++, cell += cellHop) {
          storeLanes(cell, f32x4.add(v128.load(cell), share), to - c);
        }
      }
    }
  }
}

/**
 * Takes what belongs to the window's first largest cell, a NaN counting as such, there from `dy` or back to it; `dx` and
 * `dy` lie that far from x and y.
 */
@inline function atLargest(x: usize, dx: usize, y: usize, dy: usize, from: i32, to: i32, isBack: bool): void {
  const cellHop = <usize>volumeChannels() << 2;
  const rowHop = cellHop * sizeOf(WIDTH);
  const planeHop = rowHop * sizeOf(HEIGHT);
  for (let c = from; c < to; c += 4) {
    const largest = v128.load(at(y, c));
    const isNan = f32x4.ne(largest, largest);
    // Lanes whose cell is not found yet.
    let open = i32x4.splat(-1);
    let taken = isBack ? i32x4.splat(0) : v128.load(at(y, c) + dy);
    for (let plane = 0; plane < planes; plane++) {
      for (let row = 0; row < rows; row++) {
        let cell = at(x, c) + plane * planeHop + row * rowHop;
        for (let column = 0; column < columns; column++, cell += cellHop) {
          const value = v128.load(cell);
          const equal = v128.or(f32x4.eq(value, largest), v128.and(isNan, f32x4.ne(value, value)));
          const here = v128.and(open, equal);
          open = v128.andnot(open, equal);
          const arriving = v128.load(cell + dx);
          if (isBack) taken = v128.or(taken, v128.and(arriving, here));
          else storeLanes(cell + dx, f32x4.add(arriving, v128.and(taken, here)), to - c);
        }
      }
    }
    if (isBack) storeLanes(at(y, c) + dy, taken, to - c);
  }
}

/**
 * Goes over the windows of some lines of output, for some channels. Words from 20: x, out, another tensor of x's shape,
 * another of out's shape, what is done: 0 out = largest, 1 out = average, 2 x += shares of out, 3 the third += the fourth
 * at the largest, 4 the fourth = the third at the largest; lines and channels of a chunk.
 */
export function poolVolumes(chunk: i32): void {
  const channels = volumeChannels();
  const blocks = (channels + word(26) - 1) / word(26);
  const from = (chunk % blocks) * word(26);
  const to = min(from + word(26), channels);
  const first = (chunk / blocks) * word(25);
  const last = min(first + word(25), volumeCount() * outOf(DEPTH) * outOf(HEIGHT));
  const dx = address(22) - address(20);
  const dy = address(23) - address(21);
  for (let line = first; line < last; line++) {
    const row = line % outOf(HEIGHT);
    const plane = (line / outOf(HEIGHT)) % outOf(DEPTH);
    const volume = line / outOf(HEIGHT) / outOf(DEPTH);
    planes = cellCount(DEPTH, plane);
    rows = cellCount(HEIGHT, row);
    const start = pixelOf(volume, firstCell(DEPTH, plane), firstCell(HEIGHT, row), 0);
    for (let column = 0; column < outOf(WIDTH); column++) {
      columns = cellCount(WIDTH, column);
      const x = at(address(20), (start + firstCell(WIDTH, column)) * channels);
      const out = at(address(21), (line * outOf(WIDTH) + column) * channels);
      switch (word(24)) {
        case 0:
          summary(x, out, from, to, true);
          break;
        case 1:
          summary(x, out, from, to, false);
          break;
        case 2:
          shareOut(x, out, from, to);
          break;
        case 3:
          atLargest(x, dx, out, dy, from, to, false);
          break;
        default:
          atLargest(x, dx, out, dy, from, to, true);
      }
    }
  }
}
