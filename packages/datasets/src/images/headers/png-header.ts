import type { ImageHeader } from '../image-header.js';
import { damaged, viewOf } from './damaged.js';

/** One part of a PNG file. */
export interface PngChunk {
  /** Four letters; a capital first letter means that nobody can do without it. */
  readonly type: string;
  /** Where its content begins. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** Channels by colour type. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Bit depths by colour type. */
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** The first chunk of a PNG. */
export interface PngHeader extends Omit<ImageHeader, 'format' | 'missing'> {
  /** 0 grey, 2 red, green and blue, 3 palette, 4 grey and opacity, 6 red, green, blue and opacity. */
  readonly colorType: number;
  /** Whether rows come in seven passes. */
  readonly isInterlaced: boolean;
}

/** Reads the size and walks from chunk to chunk, as {@link imageHeader} says. */
export function readPngHeader(bytes: Uint8Array, name: string): Omit<ImageHeader, 'format'> {
  const { colorType: _, isInterlaced: __, ...header } = readPngStart(bytes, name);
  let last = '';
  for (const { type } of pngChunks(bytes, name)) last = type;
  return last === 'IEND' ? header : { ...header, missing: 'its end' };
}

/** Reads the first chunk. */
export function readPngStart(bytes: Uint8Array, name: string): PngHeader {
  if (bytes.length < 33) throw damaged(name, 'a PNG that is cut short before its size');
  const view = viewOf(bytes);
  if (view.getUint32(8) !== 13 || typeAt(bytes, 12) !== 'IHDR')
    throw damaged(name, 'a PNG that does not begin with its size');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bitDepth, colorType, compression, filter, interlace] = bytes.subarray(24, 29) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0 || width >= 2 ** 31 || height >= 2 ** 31)
    throw damaged(name, `a PNG of ${width} × ${height} pixels`);
  const channels = channelsOf[colorType];
  if (channels === undefined || !depthsOf[colorType]?.includes(bitDepth))
    throw damaged(name, `a PNG of colour type ${colorType} with ${bitDepth} bits`);
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw damaged(
      name,
      `a PNG of compression ${compression}, filter ${filter}, interlace ${interlace}: nobody knows these`,
    );
  return { width, height, channels, bitDepth, colorType, isInterlaced: interlace === 1 };
}

/**
 * The whole chunks up to the end mark; one that is cut short ends the walk.
 * @param partial - give what there is of that one too
 * @throws FormatError for a length that no chunk may have
 */
export function* pngChunks(bytes: Uint8Array, name: string, partial = false): Generator<PngChunk> {
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = typeAt(bytes, at + 4);
    if (length >= 2 ** 31 || !/^[A-Za-z]{4}$/.test(type))
      throw damaged(name, `no chunk of a PNG, but other bytes, at ${at}`);
    const start = at + 8;
    if (start + length + 4 > bytes.length) {
      if (partial) yield { type, start, end: Math.min(start + length, bytes.length) };
      return;
    }
    yield { type, start, end: start + length };
    if (type === 'IEND') return;
    at = start + length + 4;
  }
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
