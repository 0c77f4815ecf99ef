import type { WindowGeometry } from '@descent/core';

/** Writes a window's path to the argument words; see wasm/window.ts. */
export function describeWindow(words: Int32Array, g: WindowGeometry): void {
  words[0] = g.batchSize;
  words[1] = g.inHeight;
  words[2] = g.inWidth;
  words[3] = g.inChannels;
  words[4] = g.outHeight;
  words[5] = g.outWidth;
  words[6] = g.windowHeight;
  words[7] = g.windowWidth;
  words[8] = g.strideHeight;
  words[9] = g.strideWidth;
  words[10] = g.dilationHeight;
  words[11] = g.dilationWidth;
  words[12] = g.padTop;
  words[13] = g.padLeft;
}
