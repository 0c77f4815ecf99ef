// Convolution over volumes and its gradients as matrix products over blocks of output pixels, as convolution.ts has it
// over images. Words 0 to 19 are the window's; see volume-window.ts.
import { BLOCK_PIXELS, blockFloats } from './column-block';
import { address, word, workspace } from './control';
import { gemmFloats, gemmPanels, packB } from './gemm';
import { addFloats, at, clearFloats, copyFloats } from './vector';
import {
  DEPTH, dilationOf, HEIGHT, outOf, padOf, pixelOf, sizeOf, strideOf, volumeChannels, volumeCount, WIDTH, windowOf,
} from './volume-window';

@inline function tapCount(): i32 {
  return windowOf(DEPTH) * windowOf(HEIGHT) * windowOf(WIDTH) * volumeChannels();
}
@inline function pixelsOfVolume(): i32 {
  return outOf(DEPTH) * outOf(HEIGHT) * outOf(WIDTH);
}

/** Position on the volume that a tap has at an output, which may lie on padding. */
@inline function position(axis: i32, out: i32, tap: i32): i32 {
  return out * strideOf(axis) - padOf(axis) + tap * dilationOf(axis);
}

/**
 * Writes the cells under the windows of output pixels [first, last), [plane, row, column, channel] of each window, zero
 * where it lies on padding; or adds them back to where they came from.
 */
function columnsOf(x: usize, first: i32, last: i32, columns: usize, isBack: bool): void {
  const depth = volumeChannels();
  const taps = windowOf(WIDTH);
  for (let p = first; p < last; p++) {
    const line = p / outOf(WIDTH);
    const plane = line / outOf(HEIGHT);
    const volume = plane / outOf(DEPTH);
    const left = position(WIDTH, p % outOf(WIDTH), 0);
    const isInside = left >= 0 && left + taps <= sizeOf(WIDTH) && dilationOf(WIDTH) == 1;
    for (let kz = 0; kz < windowOf(DEPTH); kz++) {
      const z = position(DEPTH, plane % outOf(DEPTH), kz);
      for (let ky = 0; ky < windowOf(HEIGHT); ky++) {
        const y = position(HEIGHT, line % outOf(HEIGHT), ky);
        const isOn = <u32>z < <u32>sizeOf(DEPTH) && <u32>y < <u32>sizeOf(HEIGHT);
        // A row of taps in one piece, or tap by tap.
        const pieces = isInside || !isOn ? 1 : taps;
        const length = pieces == 1 ? taps * depth : depth;
        for (let piece = 0; piece < pieces; piece++, columns = at(columns, length)) {
          const column = left + piece * dilationOf(WIDTH);
          if (!isOn || <u32>column >= <u32>sizeOf(WIDTH)) {
            if (!isBack) clearFloats(columns, length);
            continue;
          }
          const cell = at(x, pixelOf(volume, z, y, column) * depth);
          if (isBack) addFloats(cell, columns, length);
          else copyFloats(columns, cell, length);
        }
      }
    }
  }
}

/**
 * out[pixel, o] = Σ columns[pixel, tap] · filter[tap, o]. Words from 20: x, the filter's panels, out channels, out, pixels
 * of a chunk. Needs `gemmFloats` and `columnFloats`.
 */
export function convolveVolumes(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(22);
  const columns = at(workspace(), gemmFloats());
  const start = chunk * word(24);
  const end = min(start + word(24), volumeCount() * pixelsOfVolume());
  for (let first = start; first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    columnsOf(address(20), first, first + count, columns, false);
    const out = at(address(23), first * outChannels);
    gemmPanels(count, outChannels, 0, outChannels, taps, columns, taps, 1, address(21), out, outChannels, false, workspace());
  }
}

/**
 * part[chunk][tap, o] = Σ columns[pixel, tap] · dy[pixel, o] over the pixels of the chunk. Words from 20: x, dy, out
 * channels, parts, pixels of a chunk. Needs `gemmFloats`, `blockFloats` and `columnFloats`.
 */
export function volumeFilterGradient(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(22);
  const panels = at(workspace(), gemmFloats());
  const columns = at(panels, <i32>blockFloats(outChannels));
  const out = at(address(23), chunk * taps * outChannels);
  const start = chunk * word(24);
  const end = min(start + word(24), volumeCount() * pixelsOfVolume());
  for (let first = start; first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    columnsOf(address(20), first, first + count, columns, false);
    packB(count, outChannels, at(address(21), first * outChannels), outChannels, 1, panels);
    gemmPanels(taps, outChannels, 0, outChannels, count, columns, 1, taps, panels, out, outChannels, first > start, workspace());
  }
}

/**
 * dx = the sum over windows of columns[pixel, tap] = Σ dy[pixel, o] · filter[tap, o], one volume per chunk. Words from
 * 20: dy, the panels of the filter transposed, out channels, dx. Needs `gemmFloats` and `columnFloats`.
 */
export function volumeInputGradient(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(22);
  const columns = at(workspace(), gemmFloats());
  const size = pixelOf(1, 0, 0, 0) * volumeChannels();
  memory.fill(at(address(23), chunk * size), 0, <usize>size << 2);
  const end = (chunk + 1) * pixelsOfVolume();
  for (let first = end - pixelsOfVolume(); first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    const from = at(address(20), first * outChannels);
    gemmPanels(count, taps, 0, taps, outChannels, from, outChannels, 1, address(21), columns, taps, false, workspace());
    columnsOf(address(23), first, first + count, columns, true);
  }
}
