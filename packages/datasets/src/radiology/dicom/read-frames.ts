import { FormatError } from '@descent/core';
import { loadCodec } from './codecs/load-codec.js';
import type { DicomPixels } from './dicom-pixels.js';
import type { DataSet, DicomElement } from './element.js';
import { packedFrames } from './packed-frames.js';
import { frameSize, type PixelFormat } from './pixel-format.js';
import { tags } from './tags.js';
import type { TransferSyntax } from './transfer-syntax.js';
import { unpackCodestream } from './unpack-codestream.js';
import { frameBytes, unpackFrame } from './unpack-frame.js';
import { unpackRle } from './unpack-rle.js';

/** Frames, and why they are not all. */
interface ReadFrames {
  readonly frames: DicomPixels[];
  readonly problem?: FormatError;
}

/**
 * The frames of a file, unpacked.
 * @param cut - why the file could not be read to its end
 * @throws FormatError for more pixels than the file says it has; DataError E_UNSUPPORTED for codecs that are not there
 */
export async function readFrames(
  bytes: Uint8Array,
  elements: DataSet,
  format: PixelFormat,
  syntax: TransferSyntax,
  name: string,
  cut: FormatError | undefined,
): Promise<ReadFrames> {
  const tag = { whole: tags.pixelData, float32: tags.floatPixels, float64: tags.doublePixels }[format.kind];
  const element = elements.get(tag);
  if (!element)
    throw new FormatError(`${name}: values of ${format.bitsAllocated} bits, but no pixels of that kind`);
  const isPacked = syntax.packing !== 'none';
  if (!isPacked || format.kind !== 'whole') {
    if (element.fragments) throw new FormatError(`${name}: packed pixels in ${syntax.name}, which has none`);
    return nativeFrames(bytes, element, format, syntax, name);
  }
  if (!element.fragments) {
    throw new FormatError(`${name}: the pixels are not packed, as ${syntax.name} (${syntax.uid}) asks for`);
  }
  const unpack = await unpacker(format, syntax, name);
  const packed = packedFrames(bytes, element.fragments, {
    frameCount: format.frameCount,
    name,
    isCut: cut !== undefined,
    isPieceEach: syntax.packing === 'rle',
  });
  const frames: DicomPixels[] = [];
  for (const each of packed) {
    try {
      frames.push(unpack(each));
    } catch (error) {
      if (error instanceof FormatError) return { frames, problem: error };
      throw error;
    }
  }
  return { frames };
}

async function unpacker(
  format: PixelFormat,
  syntax: TransferSyntax,
  name: string,
): Promise<(frame: Uint8Array) => DicomPixels> {
  if (syntax.packing === 'rle') {
    const interleaved = { ...format, isPlanar: false };
    return (frame) => unpackFrame(unpackRle(frame, format, name), interleaved, true);
  }
  const codec = await loadCodec(syntax, name);
  return (frame) => unpackCodestream(codec, frame, format, name);
}

function nativeFrames(
  bytes: Uint8Array,
  { vr, offset, length }: DicomElement,
  format: PixelFormat,
  { isLittleEndian }: TransferSyntax,
  name: string,
): ReadFrames {
  const { frameCount, bitsAllocated } = format;
  const perFrame = frameBytes(format);
  const expected = Math.ceil(perFrame * frameCount);
  // An odd number of bytes is filled up.
  if (length > expected + (expected % 2)) {
    throw new FormatError(
      `${name}: the pixels take ${length} bytes, ${frameCount} frames of this size ${expected}`,
      {
        fix: 'the file contradicts itself: look where it comes from',
      },
    );
  }
  const count = Math.min(frameCount, Math.floor(length / perFrame));
  const all = bytes.subarray(offset, offset + length);
  // Words of 16 bits have their higher byte first, whatever they hold.
  const isSwapped = !isLittleEndian && vr === 'OW' && bitsAllocated === 8;
  const data = isSwapped ? all.map((_, i) => all[i ^ 1] as number) : all;
  const frames = Array.from({ length: count }, (_, i) => {
    if (bitsAllocated === 1 && format.kind === 'whole') {
      return unpackFrame(data, format, isLittleEndian, i * frameSize(format));
    }
    return unpackFrame(data.subarray(i * perFrame, (i + 1) * perFrame), format, isLittleEndian);
  });
  if (count === frameCount) return { frames };
  const problem = `the pixels take ${length} bytes, ${frameCount} frames of this size ${expected}`;
  return { frames, problem: new FormatError(`${name}: ${problem}`) };
}
