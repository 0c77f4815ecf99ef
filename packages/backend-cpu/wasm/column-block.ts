// Columns of a block of output pixels, the cells under each pixel's window in a row of taps: what convolutions multiply
// by the filter.
import { panelFloats } from './gemm';

/** Output pixels in a block: its columns stay in the second-level cache. */
export const BLOCK_PIXELS: i32 = 192;

/** Floats of workspace for a block of columns, beside those of the product. */
export function columnFloats(taps: i32): f64 {
  return <f64>BLOCK_PIXELS * taps + 64;
}

/** Floats of the packed gradients of one block of pixels. */
export function blockFloats(outChannels: i32): f64 {
  return panelFloats(outChannels, BLOCK_PIXELS);
}
