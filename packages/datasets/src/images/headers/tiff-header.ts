import type { ImageHeader } from '../image-header.js';
import { damaged, viewOf } from './damaged.js';

/** Bytes of a number, by its kind: byte, short, long. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

/** Reads the first directory, and whether its strips or tiles are there, as {@link imageHeader} says. */
export function readTiffHeader(bytes: Uint8Array, name: string): Omit<ImageHeader, 'format'> {
  const tags = readTags(bytes, name);
  const one = (tag: number, fallback: number): number => tags.get(tag)?.(0) ?? fallback;
  const [width, height] = [one(256, 0), one(257, 0)];
  if (width === 0 || height === 0) throw damaged(name, `a TIFF of ${width} × ${height} pixels`);
  const header = { width, height, channels: one(277, 1), bitDepth: one(258, 1) };
  const [starts, lengths] = tags.has(324) ? [tags.get(324), tags.get(325)] : [tags.get(273), tags.get(279)];
  if (!starts || !lengths) throw damaged(name, 'a TIFF that does not say where its pixels are');
  for (let i = 0; ; i++) {
    const [start, length] = [starts(i), lengths(i)];
    if (start === undefined || length === undefined) return header;
    if (start + length > bytes.length) return { ...header, missing: 'part of its pixels' };
  }
}

/** The numbers of a tag by their place; undefined beyond its last, infinite beyond the end of the file. */
type Numbers = (i: number) => number | undefined;

/**
 * Tags of whole numbers in the first directory of a TIFF; nothing is copied.
 * @throws FormatError for a directory outside the file
 */
export function readTags(bytes: Uint8Array, name: string): Map<number, Numbers> {
  const tooShort = (): Error => damaged(name, 'a TIFF that is cut short before its size');
  if (bytes.length < 8) throw tooShort();
  const view = viewOf(bytes);
  const isLittle = bytes[0] === 0x49;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > bytes.length) throw tooShort();
  const count = view.getUint16(directory, isLittle);
  if (directory + 2 + 12 * count > bytes.length) throw tooShort();
  const tags = new Map<number, Numbers>();
  for (let at = directory + 2; at < directory + 2 + 12 * count; at += 12) {
    const size = sizes[view.getUint16(at + 2, isLittle)];
    if (!size) continue;
    const valueCount = view.getUint32(at + 4, isLittle);
    const start = size * valueCount <= 4 ? at + 8 : view.getUint32(at + 8, isLittle);
    tags.set(view.getUint16(at, isLittle), (i) => {
      const place = start + i * size;
      if (i >= valueCount) return undefined;
      if (place + size > bytes.length) return Number.POSITIVE_INFINITY;
      if (size === 1) return view.getUint8(place);
      return size === 2 ? view.getUint16(place, isLittle) : view.getUint32(place, isLittle);
    });
  }
  return tags;
}
