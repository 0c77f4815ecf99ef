import type { ImageHeader } from '../image-header.js';
import { damaged, viewOf } from './damaged.js';

/** Reads the size from the first chunk, as {@link imageHeader} says. */
export function readWebpHeader(bytes: Uint8Array, name: string): Omit<ImageHeader, 'format'> {
  if (bytes.length < 30) throw damaged(name, 'a WebP that is cut short before its size');
  const view = viewOf(bytes);
  const whole = view.getUint32(4, true) + 8;
  const { width, height, channels } = sizeOf(bytes, view, name);
  if (width === 0 || height === 0) throw damaged(name, `a WebP of ${width} × ${height} pixels`);
  const header = { width, height, channels, bitDepth: 8 };
  return whole > bytes.length ? { ...header, missing: `${whole - bytes.length} of ${whole} bytes` } : header;
}

function sizeOf(bytes: Uint8Array, view: DataView, name: string) {
  const type = String.fromCharCode(...bytes.subarray(12, 16));
  if (type === 'VP8X') {
    const side = (at: number) => 1 + view.getUint16(at, true) + ((bytes[at + 2] as number) << 16);
    return { width: side(24), height: side(27), channels: (bytes[20] as number) & 0x10 ? 4 : 3 };
  }
  if (type === 'VP8L' && bytes[20] === 0x2f) {
    const bits = view.getUint32(21, true);
    return {
      width: 1 + (bits & 0x3fff),
      height: 1 + ((bits >>> 14) & 0x3fff),
      channels: (bits >>> 28) & 1 ? 4 : 3,
    };
  }
  if (type === 'VP8 ' && view.getUint16(23) === 0x9d01 && bytes[25] === 0x2a) {
    const side = (at: number) => view.getUint16(at, true) & 0x3fff;
    return { width: side(26), height: side(28), channels: 3 };
  }
  throw damaged(name, 'a WebP that does not begin with a picture');
}
