import { FormatError } from '@descent/core';
import type { ImageHeader } from '../image-header.js';
import { damaged, unsupported } from './damaged.js';

/** More passes over the pixels than any encoder makes; each costs the time of all pixels (libjpeg-turbo, limit-scans). */
const mostScans = 256;

/** What a frame's marker says that no decoder here reads. */
const otherFrames: Readonly<Record<number, string>> = {
  195: 'a lossless JPEG',
  197: 'a hierarchical JPEG',
  198: 'a hierarchical JPEG',
  199: 'a hierarchical JPEG',
  201: 'a JPEG with arithmetic coding',
  202: 'a JPEG with arithmetic coding',
  203: 'a lossless JPEG',
  205: 'a hierarchical JPEG',
  206: 'a hierarchical JPEG',
  207: 'a hierarchical JPEG',
};

type Frame = Omit<ImageHeader, 'format'>;

/** Walks from marker to marker, as {@link imageHeader} says; bytes between them that belong to none are passed over. */
export function readJpegHeader(bytes: Uint8Array, name: string): Frame {
  let frame: Frame | undefined;
  let scanCount = 0;
  let at = 2;
  for (;;) {
    at = markerFrom(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) return cut(name, frame, 'its end mark');
    at += 2;
    if (marker === 0xd9) break;
    // Restart marks and others without content.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    if (at + 2 > bytes.length) return cut(name, frame, 'a segment');
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    if (length < 2) throw damaged(name, `a segment of ${length} bytes in a JPEG`);
    if (at + length > bytes.length) return cut(name, frame, 'a segment');
    const segment = bytes.subarray(at + 2, at + length);
    if (isFrame(marker)) {
      if (frame) throw damaged(name, 'two frames in one JPEG');
      frame = readFrame(name, marker, segment);
    } else if (marker === 0xda) {
      if (!frame) throw damaged(name, 'the pixels of a JPEG come before its size');
      if (++scanCount > mostScans) {
        throw new FormatError(`${name}: a JPEG of more than ${mostScans} scans`, {
          code: 'E_LIMIT',
          fix: 'leave it out: it is made to take time',
        });
      }
    }
    at += length;
  }
  if (!frame) throw damaged(name, 'a JPEG without a size');
  if (scanCount === 0) throw damaged(name, 'a JPEG without pixels');
  return frame;
}

/** Where the next marker begins: a byte 255 before one that is neither 0, which stands for 255 itself, nor 255. */
function markerFrom(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff) return at;
  }
  return bytes.length;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(name: string, marker: number, segment: Uint8Array): Frame {
  const kind = otherFrames[marker];
  if (kind) throw unsupported(name, `it is ${kind}`);
  if (segment.length < 6) throw damaged(name, 'the size of a JPEG is cut short');
  const [bitDepth, high, low, wide, narrow, channels] = segment as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [height, width] = [(high << 8) | low, (wide << 8) | narrow];
  if (bitDepth !== 8) throw unsupported(name, `it is a JPEG of ${bitDepth} bits`);
  if (width === 0) throw damaged(name, `a JPEG of ${width} × ${height} pixels`);
  if (height === 0) throw unsupported(name, 'it is a JPEG that says its height after its pixels');
  if (![1, 3, 4].includes(channels) || segment.length !== 6 + 3 * channels)
    throw damaged(name, `a JPEG of ${channels} channels`);
  for (let i = 7; i < segment.length; i += 3) {
    const [across, down] = [(segment[i] as number) >> 4, (segment[i] as number) & 15];
    if (across < 1 || across > 4 || down < 1 || down > 4)
      throw damaged(name, `sampling factors ${across} and ${down} in a JPEG, expected 1 to 4`);
  }
  return { width, height, channels, bitDepth };
}

function cut(name: string, frame: Frame | undefined, missing: string): Frame {
  if (frame) return { ...frame, missing };
  throw damaged(name, 'a JPEG that is cut short before its size');
}
