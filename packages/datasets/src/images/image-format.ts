import { FormatError } from '@descent/core';

/** Kinds of picture files that can be read. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff';

/** How files of each kind begin; a dot stands for any byte. */
const beginnings: readonly (readonly [ImageFormat, string])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF....WEBP'],
  ['bmp', 'BM....\0\0\0\0'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
];

/** What else is found under the names of pictures. */
const others: readonly (readonly [string, string, string])[] = [
  ['....ftyp', 'an AVIF or HEIC file', 'convert it to JPEG, PNG or WebP'],
  ['version https://git-lfs', 'a Git LFS pointer, not the file itself', 'fetch the file: git lfs pull'],
  ['<svg', 'an SVG drawing', 'draw it into a PNG first'],
  ['<?xml', 'an XML file', 'draw it into a PNG first, if it is an SVG drawing'],
  ['<', 'a web page or another text with tags', 'fetch it again: it may be an error page under this name'],
  ['%PDF', 'a PDF file', 'take the pictures out of it first'],
  ['II+\0', 'a BigTIFF file', 'convert it to PNG'],
  ['MM\0+', 'a BigTIFF file', 'convert it to PNG'],
];

/**
 * What kind of picture it is, by its first bytes; names do not count.
 *
 * @param name - for messages
 * @throws FormatError for anything else, E_UNSUPPORTED for pictures of other kinds
 * @example imageFormat(await readFile('photo.jpg')) // 'png', where somebody gave it the wrong name
 */
export function imageFormat(bytes: Uint8Array, name = 'picture'): ImageFormat {
  const found = beginnings.find(([, beginning]) => begins(bytes, beginning));
  if (found) return found[0];
  if (bytes.length === 0) {
    throw new FormatError(`${name}: the file is empty`, { fix: 'fetch it again, or leave it out' });
  }
  const other = others.find(([beginning]) => begins(bytes, beginning));
  if (other) {
    throw new FormatError(`${name}: it is ${other[1]}`, { code: 'E_UNSUPPORTED', fix: other[2] });
  }
  const hex = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new FormatError(`${name}: no picture: it begins with ${hex}`, {
    fix: 'give a JPEG, PNG, WebP, GIF, BMP or TIFF file',
  });
}

function begins(bytes: Uint8Array, beginning: string): boolean {
  if (bytes.length < beginning.length) return false;
  for (let i = 0; i < beginning.length; i++) {
    if (beginning[i] !== '.' && bytes[i] !== beginning.charCodeAt(i)) return false;
  }
  return true;
}
