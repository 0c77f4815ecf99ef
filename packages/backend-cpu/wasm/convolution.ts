// Convolution and its gradients as matrix products over blocks of output pixels, of any window. Words 0 to 13
// are the window's; see window.ts.
import { BLOCK_PIXELS, blockFloats } from './column-block';
import { addColumns, imageToColumns } from './columns';
import { address, word, workspace } from './control';
import { finish } from './epilogue';
import { gemmFloats, gemmPanels, packB } from './gemm';
import { at } from './vector';
import { channels, inHeight, inWidth, outHeight, outPixels, outWidth, windowHeight, windowWidth } from './window';

@inline function tapCount(): i32 {
  return windowHeight() * windowWidth() * channels();
}

/**
 * out[pixel, o] = Σ columns[pixel, tap] · filter[tap, o], then the epilogue. Words from 14: x, the filter's panels,
 * out channels, out, pixels of a chunk, bias, activation. Needs `gemmFloats` and `columnFloats`.
 */
export function convolution(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(16);
  const columns = at(workspace(), gemmFloats());
  const start = chunk * word(18);
  const end = min(start + word(18), outPixels());
  for (let first = start; first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    imageToColumns(address(14), first, first + count, columns);
    const out = at(address(17), first * outChannels);
    gemmPanels(count, outChannels, 0, outChannels, taps, columns, taps, 1, address(15), out, outChannels, false, workspace());
    finish(out, outChannels, count, outChannels, address(19), 0, word(20));
  }
}

/**
 * part[chunk][tap, o] = Σ columns[pixel, tap] · dy[pixel, o] over the pixels of the chunk. Words from 14: x, dy,
 * out channels, parts, pixels of a chunk. Needs `gemmFloats`, `blockFloats` and `columnFloats`.
 */
export function filterGradient(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(16);
  const panels = at(workspace(), gemmFloats());
  const columns = at(panels, <i32>blockFloats(outChannels));
  const out = at(address(17), chunk * taps * outChannels);
  const start = chunk * word(18);
  const end = min(start + word(18), outPixels());
  for (let first = start; first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    imageToColumns(address(14), first, first + count, columns);
    packB(count, outChannels, at(address(15), first * outChannels), outChannels, 1, panels);
    gemmPanels(taps, outChannels, 0, outChannels, count, columns, 1, taps, panels, out, outChannels, first > start, workspace());
  }
}

/**
 * dx = the sum over windows of columns[pixel, tap] = Σ dy[pixel, o] · filter[tap, o], one image per chunk. Words
 * from 14: dy, the panels of the filter transposed, out channels, dx. Needs `gemmFloats` and `columnFloats`.
 */
export function inputGradient(chunk: i32): void {
  const taps = tapCount();
  const outChannels = word(16);
  const columns = at(workspace(), gemmFloats());
  const pixels = outHeight() * outWidth();
  const size = inHeight() * inWidth() * channels();
  memory.fill(at(address(17), chunk * size), 0, <usize>size << 2);
  const end = (chunk + 1) * pixels;
  for (let first = chunk * pixels; first < end; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, end - first);
    const from = at(address(14), first * outChannels);
    gemmPanels(count, taps, 0, taps, outChannels, from, outChannels, 1, address(15), columns, taps, false, workspace());
    addColumns(columns, first, first + count, address(17));
  }
}
