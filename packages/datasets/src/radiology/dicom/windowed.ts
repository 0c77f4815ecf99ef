import { describeValue, FormatError, ValueError } from '@descent/core';
import { checkedOptions } from '../../options/checked-options.js';
import * as kinds from '../../options/kinds.js';
import type { DicomPixels } from './dicom-pixels.js';
import type { DicomImage } from './read-dicom.js';
import type { DicomWindow, LookupTable, ValueMapping } from './value-mapping.js';

/** Options of {@link windowed}. */
export interface WindowedOptions {
  /** Number of the frame, from 0. Default 0. */
  readonly frame?: number;
  /**
   * What is seen from black to white: a window in rescaled values; the number of a window that the file proposes, from 0;
   * or 'full', from the least to the largest value of the frame. Default: the file's lookup table, or else its first
   * window, or else 'full'.
   */
  readonly window?: DicomWindow | number | 'full';
}

/** Takes rescaled values to 0 (black) to 1 (white). */
type Shade = (value: number) => number;

/**
 * A frame as it is to be seen, as bytes: stored values are rescaled to what they measure, a window of them goes from
 * black to white, and where the file says that the least value is white, black and white change places.
 *
 * @returns [rows, columns, samples], 0 black to 255 white
 * @throws ValueError for a frame or a window that is not there, and a window that is not above 0 wide; FormatError
 * E_UNSUPPORTED for coloured palettes
 * @see PS3.3, C.11.1 and C.11.2
 * @example
 * windowed(image); // as the file proposes
 * windowed(ct, { window: { center: -600, width: 1500 } }); // lungs, in Hounsfield units
 */
export function windowed(image: DicomImage, options: WindowedOptions = {}): Uint8Array {
  const shades = windowedFloats(image, options);
  const bytes = new Uint8Array(shades.length);
  // A call of a function for each pixel, as Uint8Array.from makes it, takes twenty times as long.
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(255 * (shades[i] as number) + 0.5);
  return bytes;
}

/**
 * As {@link windowed}, from 0 to 1.
 * @throws ValueError, FormatError as {@link windowed}
 * @example const pixels = windowedFloats(image, { window: 'full' });
 */
export function windowedFloats(image: DicomImage, options: WindowedOptions = {}): Float32Array {
  const names = { frame: kinds.whole(0), window: checkWindow };
  const { frame = 0, window } = checkedOptions('windowed', options, names);
  const pixels = image.frames[frame];
  if (!pixels) {
    throw new ValueError(`windowed: frame ${frame} of ${image.frames.length} is not there`, {
      fix: 'count frames from 0',
    });
  }
  const { photometricInterpretation, samples, bitsStored } = image;
  if (photometricInterpretation === 'PALETTE COLOR') {
    throw new FormatError('windowed: the values are places in a palette of colours, which is not read', {
      code: 'E_UNSUPPORTED',
      fix: 'convert the file to grey values or to RGB',
    });
  }
  const shades = new Float32Array(pixels.length);
  if (samples > 1) {
    const largest = 2 ** bitsStored - 1;
    for (let i = 0; i < shades.length; i++) shades[i] = (pixels[i] as number) / largest;
    return shades;
  }
  const mapping = (image.mappings[frame] ?? image.mappings[0]) as ValueMapping;
  const meaning = meaningOf(mapping);
  const shade = shadeOf(window, mapping, () => rangeOf(pixels, image.padding, meaning));
  const isInverted = photometricInterpretation === 'MONOCHROME1';
  for (let i = 0; i < shades.length; i++) {
    const bright = shade(meaning(pixels[i] as number));
    shades[i] = isInverted ? 1 - bright : bright;
  }
  return shades;
}

function checkWindow(op: string, name: string, value: unknown): void {
  if (value === 'full' || typeof value === 'number') return;
  if (typeof value === 'object' && value !== null) {
    const form = kinds.oneOf('LINEAR', 'LINEAR_EXACT', 'SIGMOID');
    const names = { center: kinds.unchecked, width: kinds.unchecked, function: form };
    checkedOptions(`${op}: ${name}`, value as DicomWindow, names);
    return;
  }
  throw new ValueError(
    `${op}: ${name} must be { center, width }, a number or 'full', got ${describeValue(value)}`,
  );
}

/** What a stored value measures. */
function meaningOf({
  rescale: { slope, intercept },
  modalityTable,
}: ValueMapping): (value: number) => number {
  return modalityTable ? lookup(modalityTable) : (value) => value * slope + intercept;
}

function lookup({ first, entries }: LookupTable): (value: number) => number {
  const last = entries.length - 1;
  return (value) => entries[Math.min(last, Math.max(0, Math.trunc(value) - first))] as number;
}

function shadeOf(
  window: WindowedOptions['window'],
  { windows, windowTables: [table] }: ValueMapping,
  range: () => readonly [number, number],
): Shade {
  if (typeof window === 'object') return windowShade(window);
  if (typeof window === 'number') {
    const proposed = windows[window];
    if (proposed) return windowShade(proposed);
    throw new ValueError(`windowed: window ${window} is not there: the file proposes ${windows.length}`, {
      fix: "give { center, width }, or 'full'",
    });
  }
  if (window === undefined && table) {
    const find = lookup(table);
    return (value) => find(value) / (2 ** table.bits - 1);
  }
  if (window === undefined && windows[0]) return windowShade(windows[0]);
  const [least, largest] = range();
  return (value) => Math.min(1, Math.max(0, largest > least ? (value - least) / (largest - least) : 0));
}

/** @throws ValueError for a window that is not above 0 wide, or, where it is linear, at least 1 */
function windowShade({ center, width, function: form = 'LINEAR' }: DicomWindow): Shade {
  const isWide = form === 'LINEAR' ? width >= 1 : width > 0;
  if (!Number.isFinite(center) || !Number.isFinite(width) || !isWide) {
    throw new ValueError(`windowed: a window of the form ${form} cannot be ${width} wide around ${center}`, {
      fix: "give another: { center, width }, or 'full'",
    });
  }
  if (form === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width));
  const [middle, range] = form === 'LINEAR' ? [center - 0.5, width - 1] : [center, width];
  return (value) => {
    if (value <= middle - range / 2) return 0;
    if (value > middle + range / 2) return 1;
    return (value - middle) / range + 0.5;
  };
}

/** The least and the largest measured value, without those that mean that there is nothing. */
function rangeOf(
  pixels: DicomPixels,
  padding: DicomImage['padding'],
  meaning: (value: number) => number,
): readonly [number, number] {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < pixels.length; i++) {
    const stored = pixels[i] as number;
    if (padding && stored >= padding[0] && stored <= padding[1]) continue;
    const value = meaning(stored);
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return [least, largest];
}
