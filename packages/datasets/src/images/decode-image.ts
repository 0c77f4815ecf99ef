import { checkWhole, DataError, describeValue, FormatError, ValueError } from '@descent/core';
import { type FileBytes, fileBytes } from '../formats/file-bytes.js';
import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type Fit, fitSize } from './fit-size.js';
import { damaged } from './headers/damaged.js';
import type { ImageFormat } from './image-format.js';
import { type ImageHeader, imageHeader } from './image-header.js';
import type { Pixels } from './pixels.js';
import { readBmp } from './read-bmp.js';
import { readPng } from './read-png.js';
import { type ChannelCount, type Color, toChannels } from './to-channels.js';
import { turnUpright } from './turn-upright.js';
import { webpOrientation } from './webp-orientation.js';

/** How pictures become arrays. */
export interface DecodeOptions {
  /** Pixels in a row of the result. Default: as it is; give both sizes or none. */
  readonly width?: number | undefined;
  /** Rows of pixels of the result. */
  readonly height?: number | undefined;
  /** 1 grey, 3 red, green and blue (default), 4 these and opacity. */
  readonly channels?: ChannelCount | undefined;
  /**
   * What happens to pictures of another form: 'stretch' (default) changes it, 'crop' cuts the longer sides off, 'pad'
   * adds bars.
   */
  readonly fit?: Fit | undefined;
  /** Red, green and blue, 0 to 255, of bars and of what shows through. Default white, [255, 255, 255]. */
  readonly background?: Color | undefined;
  /** The most pixels that a file may declare, before it is scaled. Default 2²⁶, 67 million. */
  readonly maxPixels?: number | undefined;
  /** Take what there is of files that are cut short; what is missing is grey, black or clear. Default false. */
  readonly partial?: boolean | undefined;
}

/** A picture as an array. */
export interface DecodedImage {
  /** 0 to 255, row by row from the upper left, the channels of a pixel side by side. */
  readonly values: Uint8Array;
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number];
  /** Kind of file, by its content. */
  readonly format: ImageFormat;
}

/**
 * Decodes a picture: JPEG, PNG, WebP, GIF, BMP or TIFF, by its content, whatever its name says. It is turned upright as
 * its camera noted, inks and grey become what `channels` asks for, 16 bits are rounded to 8, colour profiles do not
 * count, of an animation it is the first picture. PNG and BMP are read by this package, all others by the package sharp
 * in Node and by the browser in browsers (no TIFF there). Sizes are changed by this package, so that Node and browsers
 * give equal bytes for PNG, BMP, and bytes within 2 for JPEG.
 *
 * @param given - the file
 * @param name - for messages, such as the file's path
 * @throws FormatError for what is no picture, is damaged or cut short; E_LIMIT for more pixels than `maxPixels`, before
 * anything is allocated, and for files made to take time; E_UNSUPPORTED for rare kinds
 * @throws DataError E_UNSUPPORTED in Node, where sharp is needed and not installed, E_LIMIT for a size of more than 2²⁶
 * pixels; ValueError for impossible options
 * @example
 * const { values, shape } = await decodeImage(await readFile('cat.jpg'), { width: 96, height: 96 });
 * shape; // [96, 96, 3]
 */
export async function decodeImage(
  given: FileBytes,
  options: DecodeOptions = {},
  name = 'picture',
): Promise<DecodedImage> {
  checkedOptions('decodeImage', options, decodeKinds);
  checkDecodeOptions('decodeImage', options);
  kinds.text('decodeImage', 'name', name);
  const bytes = await fileBytes('decodeImage', given);
  const { width, height, channels = 3, fit = 'stretch', background = white } = options;
  const { maxPixels = 2 ** 26, partial = false } = options;
  const header = imageHeader(bytes, name);
  checkSize(header, maxPixels, name);
  if (header.missing && !partial) throw damaged(name, `cut short: it lacks ${header.missing}`);
  const own = await pixelsOf(bytes, header, { name, partial });
  const wanted = toChannels(own, channels, background);
  const { values, ...size } =
    width === undefined || height === undefined ? wanted : fitSize(wanted, width, height, fit, background);
  return { values, shape: [size.height, size.width, channels], format: header.format };
}

const white: Color = [255, 255, 255];

/** 67 million. */
const mostScaledPixels = 2 ** 26;

/** What options may be; where their values count, {@link checkDecodeOptions} looks. */
export const decodeKinds: Kinds<DecodeOptions> = {
  width: kinds.unchecked,
  height: kinds.unchecked,
  channels: kinds.unchecked,
  fit: kinds.unchecked,
  background: kinds.unchecked,
  maxPixels: kinds.unchecked,
  partial: kinds.flag,
};

/** @throws ValueError for options that cannot be met */
export function checkDecodeOptions(op: string, options: DecodeOptions): void {
  const { width, height, channels = 3, fit = 'stretch', background = white, maxPixels = 1 } = options;
  if ((width === undefined) !== (height === undefined)) {
    const given = width === undefined ? 'height' : 'width';
    throw new ValueError(`${op}: ${given} alone`, { fix: 'give width and height, or none of them' });
  }
  for (const [side, value] of Object.entries({ width, height }))
    if (value !== undefined) checkWhole(op, side, value, 1, 2 ** 15);
  checkScaledSize(op, width ?? 1, height ?? 1);
  checkWhole(op, 'maxPixels', maxPixels);
  if (![1, 3, 4].includes(channels))
    throw new ValueError(`${op}: channels must be 1, 3 or 4, got ${describeValue(channels)}`);
  if (!['stretch', 'crop', 'pad'].includes(fit))
    throw new ValueError(`${op}: fit must be 'stretch', 'crop' or 'pad', got ${describeValue(fit)}`);
  const isColor =
    Array.isArray(background) &&
    background.length === 3 &&
    background.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
  if (!isColor)
    throw new ValueError(
      `${op}: background must be three whole numbers from 0 to 255, got ${describeValue(background)}`,
    );
}

/**
 * The size that is asked for is held to what a file may declare by default: the work and the memory are the same.
 * @throws DataError E_LIMIT
 */
function checkScaledSize(op: string, width: number, height: number): void {
  if (width * height <= mostScaledPixels) return;
  throw new DataError(
    `${op}: ${width} × ${height} are ${width * height} pixels, more than the ${mostScaledPixels} that a picture is scaled to`,
    { code: 'E_LIMIT', fix: 'ask for a smaller width and height' },
  );
}

function checkSize({ width, height }: ImageHeader, maxPixels: number, name: string): void {
  if (width * height <= maxPixels) return;
  throw new FormatError(`${name}: declares ${width} × ${height} pixels, more than the ${maxPixels} allowed`, {
    code: 'E_LIMIT',
    fix: 'raise maxPixels, if it is the picture that you expect',
  });
}

async function pixelsOf(
  bytes: Uint8Array,
  header: ImageHeader,
  { name, partial }: { name: string; partial: boolean },
): Promise<Pixels> {
  if (header.format === 'png') return readPng(bytes, { name, partial });
  if (header.format === 'bmp') return readBmp(bytes, name);
  const { platformPixels } = await import('#image-decoder');
  if (header.format !== 'webp') return platformPixels(bytes, header, { name, partial });
  const { orientation, silent } = webpOrientation(bytes);
  return turnUpright(await platformPixels(silent, header, { name, partial }), orientation);
}
