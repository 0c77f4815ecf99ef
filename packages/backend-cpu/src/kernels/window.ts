import type { WindowGeometry } from '@descent/core';

/** A window's path over an image, as argument words 0 to 13; see wasm/window.ts. */
export function windowWords(g: WindowGeometry): number[] {
  return [
    ...[g.batchSize, g.inHeight, g.inWidth, g.inChannels, g.outHeight, g.outWidth],
    ...[g.windowHeight, g.windowWidth, g.strideHeight, g.strideWidth],
    ...[g.dilationHeight, g.dilationWidth, g.padTop, g.padLeft],
  ];
}
