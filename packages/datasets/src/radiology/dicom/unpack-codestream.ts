import { FormatError } from '@descent/core';
import { bareCodestream } from './codecs/bare-codestream.js';
import type { Codec } from './codecs/codec.js';
import { codestreamSize } from './codecs/codestream-size.js';
import { markRgb } from './codecs/mark-rgb.js';
import { allocatePixels, type DicomPixels } from './dicom-pixels.js';
import { frameSize, type PixelFormat } from './pixel-format.js';
import { bitsInUse } from './unpack-frame.js';

/**
 * The values of a frame that a codec packed, [rows, columns, samples].
 * @throws FormatError where it is damaged, or not as large as the file says
 */
export function unpackCodestream(
  codec: Codec,
  frame: Uint8Array,
  format: PixelFormat,
  name: string,
): DicomPixels {
  const image = prepared(frame, format);
  checkSize(codestreamSize(image, name), format, name);
  const decoded = attempt(() => codec(image), name);
  checkSize(decoded, format, name);
  const size = frameSize(format);
  const width = decoded.bits > 8 ? 2 : 1;
  const { bytes } = decoded;
  if (decoded.bits > 16 || bytes.length < size * width) {
    throw damaged(name, `it gives ${bytes.length} bytes, expected ${size * width}`);
  }
  const out = allocatePixels(format, size);
  const read =
    width === 1
      ? (i: number) => bytes[i] as number
      : (i: number) => (bytes[2 * i] as number) + 256 * (bytes[2 * i + 1] as number);
  // Values that have a sign fill the bytes they lie in.
  const bits = decoded.isSigned ? 8 * width : Math.min(decoded.bits, format.bitsStored);
  const fit = bitsInUse({ ...format, bitsStored: bits, highBit: bits - 1 });
  for (let i = 0; i < size; i++) out[i] = fit(read(i));
  return out;
}

/** What some files need before a codec takes them for what they are. */
function prepared(frame: Uint8Array, { samples, photometricInterpretation }: PixelFormat): Uint8Array {
  const isJpeg = frame[0] === 0xff && frame[1] === 0xd8;
  if (isJpeg) return samples === 3 && photometricInterpretation === 'RGB' ? markRgb(frame) : frame;
  return bareCodestream(frame);
}

function attempt<R>(run: () => R, name: string): R {
  try {
    return run();
  } catch (error) {
    throw damaged(name, 'the codec cannot unpack it', error);
  }
}

function checkSize(
  { rows, columns, samples, bits }: { rows: number; columns: number; samples: number; bits: number },
  format: PixelFormat,
  name: string,
): void {
  if (
    rows === format.rows &&
    columns === format.columns &&
    samples === format.samples &&
    bits <= format.bitsAllocated
  ) {
    return;
  }
  const show = (r: number, c: number, s: number, b: number) =>
    `${r} x ${c} pixels of ${s} samples of ${b} bits`;
  throw damaged(
    name,
    `it is ${show(rows, columns, samples, bits)}, the file says ${show(format.rows, format.columns, format.samples, format.bitsAllocated)}`,
  );
}

function damaged(name: string, problem: string, cause?: unknown): FormatError {
  return new FormatError(`${name}: a packed frame is damaged: ${problem}`, {
    fix: 'the file is damaged: fetch it again',
    cause,
  });
}
