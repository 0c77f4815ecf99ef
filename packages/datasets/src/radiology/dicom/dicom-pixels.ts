import type { PixelFormat } from './pixel-format.js';

/** Values of a frame. */
export type DicomPixels = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array;

/** An array for values of a format. */
export function allocatePixels({ kind, bitsAllocated, isSigned }: PixelFormat, length: number): DicomPixels {
  if (kind !== 'whole') return new Float32Array(length);
  if (bitsAllocated <= 8) return isSigned ? new Int16Array(length) : new Uint8Array(length);
  if (bitsAllocated === 16) return isSigned ? new Int16Array(length) : new Uint16Array(length);
  return isSigned ? new Int32Array(length) : new Uint32Array(length);
}
