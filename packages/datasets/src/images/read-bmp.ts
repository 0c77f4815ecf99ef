import { type BmpHeader, readBmpStart } from './headers/bmp-header.js';
import { damaged, viewOf } from './headers/damaged.js';
import type { Pixels } from './pixels.js';

/**
 * Decodes a BMP, the same to the last bit everywhere: palettes, 16, 24 and 32 bits; not its rare compressed kinds.
 *
 * @param name - for messages
 * @throws FormatError for a file that breaks the format's rules; E_UNSUPPORTED where it is compressed
 * @see Microsoft, BITMAPINFOHEADER and BITMAPV5HEADER
 */
export function readBmp(bytes: Uint8Array, name: string): Pixels {
  const header = readBmpStart(bytes, name);
  const { width, height, pixels, rowSize, isTopDown, bitsPerPixel, masks } = header;
  const channels = masks?.[3] ? 4 : 3;
  const values = new Uint8Array(width * height * channels);
  const readRow =
    bitsPerPixel <= 8 ? paletteRows(bytes, header, name) : masks ? maskedRows(header) : blueFirst;
  for (let y = 0; y < height; y++) {
    const from = pixels + (isTopDown ? y : height - 1 - y) * rowSize;
    // Rows that lie behind the end of a file that is cut short stay black.
    if (from + rowSize > bytes.length) continue;
    readRow(
      bytes.subarray(from, from + rowSize),
      values.subarray(y * width * channels, (y + 1) * width * channels),
    );
  }
  return { values, width, height, channels };
}

function blueFirst(row: Uint8Array, out: Uint8Array): void {
  for (let i = 0; i < out.length; i += 3) {
    out[i] = row[i + 2] as number;
    out[i + 1] = row[i + 1] as number;
    out[i + 2] = row[i] as number;
  }
}

function paletteRows(bytes: Uint8Array, { bitsPerPixel: bits, palette }: BmpHeader, name: string) {
  const most = 2 ** bits - 1;
  return (row: Uint8Array, out: Uint8Array): void => {
    for (let x = 0; 3 * x < out.length; x++) {
      const place = ((row[(x * bits) >> 3] as number) >> (8 - bits - ((x * bits) & 7))) & most;
      if (place >= palette.count)
        throw damaged(name, `colour ${place} of a palette of ${palette.count} in a BMP`);
      const at = palette.start + place * palette.step;
      for (let c = 0; c < 3; c++) out[3 * x + c] = bytes[at + 2 - c] as number;
    }
  };
}

function maskedRows({ bitsPerPixel, masks = [0, 0, 0, 0] }: BmpHeader) {
  const step = bitsPerPixel / 8;
  const parts = masks.slice(0, masks[3] ? 4 : 3).map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, most: mask >>> shift };
  });
  return (row: Uint8Array, out: Uint8Array): void => {
    const view = viewOf(row);
    for (let x = 0; x * parts.length < out.length; x++) {
      const bits = step === 2 ? view.getUint16(2 * x, true) : view.getUint32(4 * x, true);
      for (const [c, { mask, shift, most }] of parts.entries())
        out[x * parts.length + c] = most === 0 ? 0 : Math.trunc((((bits & mask) >>> shift) * 255) / most);
    }
  };
}
