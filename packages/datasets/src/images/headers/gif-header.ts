import type { ImageHeader } from '../image-header.js';
import { damaged, viewOf } from './damaged.js';

/** Reads the size of the screen and walks from block to block, as {@link imageHeader} says. */
export function readGifHeader(bytes: Uint8Array, name: string): Omit<ImageHeader, 'format'> {
  if (bytes.length < 13) throw damaged(name, 'a GIF that is cut short before its size');
  const view = viewOf(bytes);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (width === 0 || height === 0) throw damaged(name, `a GIF of ${width} × ${height} pixels`);
  const header = { width, height, channels: 1, bitDepth: 8 };
  let frameCount = 0;
  let at = 13 + paletteSize(bytes[10] as number);
  for (;;) {
    const kind = bytes[at];
    if (kind === undefined) return { ...header, missing: 'its end mark' };
    if (kind === 0x3b) break;
    if (kind === 0x21) at += 2;
    else if (kind === 0x2c) {
      const flags = bytes[at + 9];
      if (flags === undefined) return { ...header, missing: 'a frame' };
      // After the frame's place, size and palette one byte says how codes begin.
      at += 10 + paletteSize(flags) + 1;
      frameCount++;
    } else throw damaged(name, `no block of a GIF, but byte ${kind}, at ${at}`);
    for (let size = bytes[at]; size !== 0; size = bytes[at]) {
      if (size === undefined)
        return { ...header, missing: frameCount === 0 ? 'its frames' : 'part of a frame' };
      at += 1 + size;
    }
    at++;
  }
  if (frameCount === 0) throw damaged(name, 'a GIF without a frame');
  return header;
}

/** Bytes of a palette, by the flags of the screen or of a frame. */
function paletteSize(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
