import type { ImageHeader } from '../image-header.js';
import { damaged, unsupported, viewOf } from './damaged.js';

/** What is said before the pixels of a BMP. */
export interface BmpHeader extends ImageHeader {
  readonly format: 'bmp';
  /** Where the palette begins, and how many bytes each of its colours takes. */
  readonly palette: { readonly start: number; readonly count: number; readonly step: 3 | 4 };
  /** Where the pixels begin. */
  readonly pixels: number;
  /** Bytes of a row. */
  readonly rowSize: number;
  /** Whether the upper row comes first; else the lower one does. */
  readonly isTopDown: boolean;
  /** Bits of red, green, blue and opacity, where a pixel is 16 or 32 bits. */
  readonly masks: readonly [number, number, number, number] | undefined;
  /** Bits of a pixel. */
  readonly bitsPerPixel: number;
}

/** As {@link imageHeader} says. */
export function readBmpHeader(bytes: Uint8Array, name: string): Omit<ImageHeader, 'format'> {
  const { width, height, channels, bitDepth, missing } = readBmpStart(bytes, name);
  return { width, height, channels, bitDepth, ...(missing && { missing }) };
}

/** Reads the two heads, of the file and of the picture. */
export function readBmpStart(bytes: Uint8Array, name: string): BmpHeader {
  const tooShort = (): Error => damaged(name, 'a BMP that is cut short before its size');
  if (bytes.length < 26) throw tooShort();
  const view = viewOf(bytes);
  const [pixels, headSize] = [view.getUint32(10, true), view.getUint32(14, true)];
  const isOld = headSize === 12;
  if (!isOld && (headSize < 40 || headSize > 124))
    throw damaged(name, `a BMP with a head of ${headSize} bytes`);
  if (bytes.length < 14 + headSize) throw tooShort();
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const rows = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(rows);
  const bitsPerPixel = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? 0 : view.getUint32(30, true);
  if (width <= 0 || height === 0 || height === 2 ** 31)
    throw damaged(name, `a BMP of ${width} × ${rows} pixels`);
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel))
    throw damaged(name, `a BMP of ${bitsPerPixel} bits a pixel`);
  const hasMasks = compression === 3 && (bitsPerPixel === 16 || bitsPerPixel === 32);
  if (compression !== 0 && !hasMasks) throw unsupported(name, `it is a BMP with compression ${compression}`);
  const masks = hasMasks ? masksOf(view, headSize, bytes.length, tooShort) : defaultMasks(bitsPerPixel);
  // An old head is followed by its palette, a newer one of 40 bytes by masks first.
  const start = 14 + headSize + (hasMasks && headSize === 40 ? 12 : 0);
  const step = isOld ? 3 : 4;
  const said = isOld ? 0 : view.getUint32(46, true);
  const most = bitsPerPixel <= 8 ? 2 ** bitsPerPixel : 0;
  const count = Math.min(said || most, most, Math.max(0, Math.floor((bytes.length - start) / step)));
  if (pixels < start) throw damaged(name, 'the pixels of a BMP begin inside its head');
  const rowSize = 4 * Math.ceil((width * bitsPerPixel) / 32);
  const lacks = pixels + rowSize * height - bytes.length;
  return {
    format: 'bmp',
    width,
    height,
    channels: bitsPerPixel <= 8 ? 1 : masks?.[3] ? 4 : 3,
    bitDepth: Math.min(8, bitsPerPixel),
    missing: lacks > 0 ? `${lacks} bytes of pixels` : undefined,
    palette: { start, count, step },
    pixels,
    rowSize,
    isTopDown: rows < 0,
    masks,
    bitsPerPixel,
  };
}

function defaultMasks(bitsPerPixel: number): BmpHeader['masks'] {
  if (bitsPerPixel === 16) return [0x7c00, 0x3e0, 0x1f, 0];
  return bitsPerPixel === 32 ? [0xff0000, 0xff00, 0xff, 0] : undefined;
}

function masksOf(
  view: DataView,
  headSize: number,
  length: number,
  tooShort: () => Error,
): BmpHeader['masks'] {
  if (length < 66) throw tooShort();
  const mask = (i: number): number => view.getUint32(54 + 4 * i, true);
  return [mask(0), mask(1), mask(2), headSize >= 56 && length >= 70 ? mask(3) : 0];
}
