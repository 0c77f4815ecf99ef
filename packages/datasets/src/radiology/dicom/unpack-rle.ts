import { FormatError } from '@descent/core';
import { frameSize, type PixelFormat } from './pixel-format.js';

const header = 64;

/**
 * Unpacks a frame of run lengths: a segment for each byte of each sample, the highest byte first.
 *
 * @returns the frame's values, little endian, interleaved
 * @throws FormatError for another number of segments than the format asks for, for segments outside of the frame, and
 * for such that are too short
 * @see PS3.5, annex G
 */
export function unpackRle(bytes: Uint8Array, format: PixelFormat, name: string): Uint8Array {
  const { samples, bitsAllocated } = format;
  const width = bitsAllocated / 8;
  if (bytes.length < header) throw bad(name, `${bytes.length} bytes, its header takes ${header}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count !== samples * width) {
    throw bad(
      name,
      `${count} segments, expected ${samples * width}: ${samples} samples of ${bitsAllocated} bits`,
    );
  }
  const starts = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i, true));
  const planes = frameSize(format) / samples;
  const out = new Uint8Array(frameSize(format) * width);
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? bytes.length;
    if (start < header || end < start || end > bytes.length) {
      throw bad(name, `segment ${i} from byte ${start} to ${end} of ${bytes.length}`);
    }
    const sample = Math.floor(i / width);
    const place = sample * width + width - 1 - (i % width);
    const made = unpackSegment(bytes.subarray(start, end), out, place, samples * width, planes);
    if (made < planes) throw bad(name, `segment ${i} gives ${made} bytes, expected ${planes}`);
  }
  return out;
}

/** Writes `count` bytes to `out`, every `step` from `place`; returns how many there were. */
function unpackSegment(
  segment: Uint8Array,
  out: Uint8Array,
  place: number,
  step: number,
  count: number,
): number {
  let made = 0;
  for (let at = 0; at < segment.length && made < count; ) {
    const control = segment[at++] as number;
    if (control === 128) continue;
    const isRun = control > 128;
    const length = Math.min(isRun ? 257 - control : control + 1, count - made);
    if (at + (isRun ? 1 : length) > segment.length) return made;
    for (let i = 0; i < length; i++) {
      out[place + (made + i) * step] = segment[isRun ? at : at + i] as number;
    }
    at += isRun ? 1 : length;
    made += length;
  }
  return made;
}

function bad(name: string, problem: string): FormatError {
  return new FormatError(`${name}: pixels packed by run lengths: ${problem}`, {
    fix: 'the file is damaged: fetch it again',
  });
}
