// Convolution and its gradients as matrix products over blocks of output pixels, of any window.
import { addColumns, imageToColumns } from './columns';
import { gemmPanels, gemmWorkspace, packB, panelsOf } from './gemm';
import { at } from './vector';
import { channels, outPixels, windowHeight, windowWidth } from './window';

/** Output pixels in a block: its columns stay in the second-level cache. */
const PIXELS: i32 = 192;

@inline function tapCount(): i32 {
  return windowHeight() * windowWidth() * channels();
}

/** Bytes of workspace of each of the three kernels; window words must be set. */
export function convolutionWorkspace(outChannels: i32): f64 {
  const taps = tapCount();
  const panels = max(gemmWorkspace(outChannels, taps), gemmWorkspace(taps, outChannels));
  return 4 * (<f64>max(panels, gemmWorkspace(outChannels, PIXELS)) + <f64>PIXELS * taps + 64);
}

/** out[pixel, o] = Σ columns[pixel, tap] · filter[tap, o]. */
export function convolution(x: usize, filter: usize, outChannels: i32, out: usize, workspace: usize): void {
  const taps = tapCount();
  const panels = panelsOf(workspace);
  const columns = at(workspace, gemmWorkspace(outChannels, taps));
  packB(taps, outChannels, filter, outChannels, 1, panels);
  const pixels = outPixels();
  for (let first = 0; first < pixels; first += PIXELS) {
    const last = min(first + PIXELS, pixels);
    imageToColumns(x, first, last, columns);
    const to = at(out, first * outChannels);
    gemmPanels(last - first, outChannels, taps, columns, taps, 1, panels, to, outChannels, false, workspace);
  }
}

/** dFilter[tap, o] = Σ columns[pixel, tap] · dy[pixel, o]. */
export function filterGradient(x: usize, dy: usize, outChannels: i32, out: usize, workspace: usize): void {
  const taps = tapCount();
  const panels = panelsOf(workspace);
  const columns = at(workspace, gemmWorkspace(outChannels, PIXELS));
  const pixels = outPixels();
  if (pixels == 0) memory.fill(out, 0, (<usize>(taps * outChannels)) << 2);
  for (let first = 0; first < pixels; first += PIXELS) {
    const last = min(first + PIXELS, pixels);
    imageToColumns(x, first, last, columns);
    packB(last - first, outChannels, at(dy, first * outChannels), outChannels, 1, panels);
    gemmPanels(taps, outChannels, last - first, columns, 1, taps, panels, out, outChannels, first > 0, workspace);
  }
}

/** dx = the sum over windows of columns[pixel, tap] = Σ dy[pixel, o] · filter[tap, o]. `out` must be zero. */
export function inputGradient(dy: usize, filter: usize, outChannels: i32, out: usize, workspace: usize): void {
  const taps = tapCount();
  const panels = panelsOf(workspace);
  const columns = at(workspace, gemmWorkspace(taps, outChannels));
  packB(outChannels, taps, filter, 1, outChannels, panels);
  const pixels = outPixels();
  for (let first = 0; first < pixels; first += PIXELS) {
    const last = min(first + PIXELS, pixels);
    const from = at(dy, first * outChannels);
    gemmPanels(last - first, taps, outChannels, from, outChannels, 1, panels, columns, taps, false, workspace);
    addColumns(columns, first, last, out);
  }
}
