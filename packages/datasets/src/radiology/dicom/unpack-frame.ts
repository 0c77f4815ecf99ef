import { allocatePixels, type DicomPixels } from './dicom-pixels.js';
import { frameSize, type PixelFormat } from './pixel-format.js';

/** Bytes that one frame takes where it is not packed; pixels in 4:2:2 share their colours in pairs. */
export function frameBytes(format: PixelFormat): number {
  const { kind, bitsAllocated, photometricInterpretation, rows, columns } = format;
  if (kind !== 'whole') return frameSize(format) * (kind === 'float32' ? 4 : 8);
  if (photometricInterpretation === 'YBR_FULL_422')
    return rows * Math.ceil(columns / 2) * 4 * (bitsAllocated / 8);
  return (frameSize(format) * bitsAllocated) / 8;
}

/**
 * The values of a frame, [rows, columns, samples], of the bytes that it takes: bits that are not in use are taken off,
 * planes interleaved, colours of pairs repeated.
 *
 * @param bits - where the frame's first bit is, for images of single bits, whose frames do not begin at bytes
 */
export function unpackFrame(
  bytes: Uint8Array,
  format: PixelFormat,
  isLittleEndian: boolean,
  bits = 0,
): DicomPixels {
  const size = frameSize(format);
  const out = allocatePixels(format, size);
  if (format.bitsAllocated === 1 && format.kind === 'whole') {
    for (let i = 0; i < size; i++) out[i] = ((bytes[(bits + i) >> 3] as number) >> ((bits + i) & 7)) & 1;
    return out;
  }
  const read = reader(bytes, format, isLittleEndian);
  const { samples, isPlanar, photometricInterpretation, rows, columns } = format;
  if (photometricInterpretation === 'YBR_FULL_422') {
    const perRow = Math.ceil(columns / 2);
    for (let pixel = 0; pixel < rows * columns; pixel++) {
      const column = pixel % columns;
      const from = 4 * (Math.floor(pixel / columns) * perRow + (column >> 1));
      out[3 * pixel] = read(from + (column & 1));
      out[3 * pixel + 1] = read(from + 2);
      out[3 * pixel + 2] = read(from + 3);
    }
  } else if (isPlanar) {
    const plane = size / samples;
    for (let i = 0; i < size; i++) out[i] = read((i % samples) * plane + Math.floor(i / samples));
  } else for (let i = 0; i < size; i++) out[i] = read(i);
  return out;
}

/** Reads the i-th value. */
function reader(bytes: Uint8Array, format: PixelFormat, isLittleEndian: boolean): (i: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format.kind === 'float32') return (i) => view.getFloat32(4 * i, isLittleEndian);
  if (format.kind === 'float64') return (i) => view.getFloat64(8 * i, isLittleEndian);
  const fit = bitsInUse(format);
  if (format.bitsAllocated === 8) return (i) => fit(bytes[i] as number);
  if (format.bitsAllocated === 16) return (i) => fit(view.getUint16(2 * i, isLittleEndian));
  return (i) => fit(view.getUint32(4 * i, isLittleEndian));
}

/** Takes the bits in use out of a value, and its sign from the highest. */
export function bitsInUse({ bitsStored, highBit, isSigned }: PixelFormat): (value: number) => number {
  const below = highBit + 1 - bitsStored;
  const unused = 32 - bitsStored;
  // Shifted to the top and back, the highest bit in use becomes the sign.
  if (isSigned) return (value) => ((value >>> below) << unused) >> unused;
  return (value) => ((value >>> below) << unused) >>> unused;
}
