import { readBmpHeader } from './headers/bmp-header.js';
import { readGifHeader } from './headers/gif-header.js';
import { readJpegHeader } from './headers/jpeg-header.js';
import { readPngHeader } from './headers/png-header.js';
import { readTiffHeader } from './headers/tiff-header.js';
import { readWebpHeader } from './headers/webp-header.js';
import { type ImageFormat, imageFormat } from './image-format.js';

/** What a picture file says of itself, before a pixel is decoded. */
export interface ImageHeader {
  /** Kind of file, by its content. */
  readonly format: ImageFormat;
  /** Pixels in a row, as stored: before it is turned upright. */
  readonly width: number;
  /** Rows of pixels, as stored. */
  readonly height: number;
  /** Values that are stored of a pixel: 1 grey, or a place in a palette; 4 also for inks. */
  readonly channels: number;
  /** Bits of each of them. */
  readonly bitDepth: number;
  /** What is missing at the end; undefined for a whole file. */
  readonly missing?: string | undefined;
}

const readers: Readonly<
  Record<ImageFormat, (bytes: Uint8Array, name: string) => Omit<ImageHeader, 'format'>>
> = {
  bmp: readBmpHeader,
  gif: readGifHeader,
  jpeg: readJpegHeader,
  png: readPngHeader,
  tiff: readTiffHeader,
  webp: readWebpHeader,
};

/**
 * What a picture file says of itself, and whether it is whole. Walks through the file's parts and allocates nothing,
 * whatever sizes it declares.
 *
 * @param name - for messages
 * @throws FormatError for what is no picture or breaks its format's rules; E_UNSUPPORTED for kinds of a format that are
 * hardly found, E_LIMIT for more parts than pictures have
 * @see ITU-T T.81 (JPEG), W3C PNG, CompuServe GIF89a, RFC 9649 (WebP), Adobe TIFF 6.0
 * @example imageHeader(await readFile('cat.jpg')) // { format: 'jpeg', width: 500, height: 374, channels: 3, bitDepth: 8 }
 */
export function imageHeader(bytes: Uint8Array, name = 'picture'): ImageHeader {
  const format = imageFormat(bytes, name);
  return { format, ...readers[format](bytes, name) };
}
