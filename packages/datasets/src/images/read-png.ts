import { crc32 } from '../formats/crc32.js';
import { exifOrientation } from './exif-orientation.js';
import { damaged, unsupported, viewOf } from './headers/damaged.js';
import { type PngHeader, pngChunks, readPngStart } from './headers/png-header.js';
import { inflateRows } from './inflate-rows.js';
import type { Pixels } from './pixels.js';
import { turnUpright } from './turn-upright.js';

/** Options of {@link readPng}. */
export interface PngOptions {
  /** For messages. */
  readonly name: string;
  /** Take what there is of a file that is cut short or damaged. */
  readonly partial: boolean;
}

/** What the chunks hold. */
interface Content {
  readonly data: readonly Uint8Array[];
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly orientation: number;
}

/** Where the pixels of each pass over an interlaced picture lie: first column and row, steps to the next. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Decodes a PNG, the same to the last bit everywhere: all colour types, 16 bits rounded to 8, interlaced ones. Its
 * gamma and colour profile do not count. Of an animated one it is the still picture.
 *
 * @throws FormatError for a file that breaks the format's rules, a wrong checksum among them; E_LIMIT when more pixels
 * come out than its size says
 * @see W3C, Portable Network Graphics (PNG) Specification
 */
export async function readPng(bytes: Uint8Array, { name, partial }: PngOptions): Promise<Pixels> {
  const header = readPngStart(bytes, name);
  const content = readContent(bytes, header, { name, partial });
  const parts = header.isInterlaced
    ? passes.map(([left, top, across, down]) => ({ left, top, across, down }))
    : [{ left: 0, top: 0, across: 1, down: 1 }];
  const grids = parts
    .map((part) => ({
      ...part,
      width: Math.ceil((header.width - part.left) / part.across),
      height: Math.ceil((header.height - part.top) / part.down),
    }))
    .filter(({ width, height }) => width > 0 && height > 0);
  const rowSize = (width: number): number => Math.ceil((width * header.channels * header.bitDepth) / 8);
  const size = grids.reduce((sum, { width, height }) => sum + height * (1 + rowSize(width)), 0);
  const rows = await inflateRows(content.data, { size, name, partial });
  const pixelSize = Math.max(1, (header.channels * header.bitDepth) >> 3);
  const samples = new Uint8Array(header.width * header.height * header.channels);
  const write = sampleWriter(header, samples);
  let at = 0;
  for (const { left, top, across, down, width, height } of grids) {
    const length = rowSize(width);
    let above: Uint8Array = new Uint8Array(length);
    for (let y = 0; y < height; y++) {
      const row = rows.subarray(at + 1, at + 1 + length);
      unfilter(name, rows[at] as number, row, above, pixelSize);
      write(row, width, ((top + y * down) * header.width + left) * header.channels, across * header.channels);
      above = row;
      at += 1 + length;
    }
  }
  return turnUpright(colored(name, header, samples, content), content.orientation);
}

function readContent(bytes: Uint8Array, header: PngHeader, { name, partial }: PngOptions): Content {
  const view = viewOf(bytes);
  const data: Uint8Array[] = [];
  let [palette, transparency]: (Uint8Array | undefined)[] = [];
  let orientation = 1;
  let isWhole = false;
  let last = '';
  for (const { type, start, end } of pngChunks(bytes, name, partial)) {
    const body = bytes.subarray(start, end);
    const isNeeded = type < 'a' || type === 'tRNS';
    if (isNeeded && !partial && crc32(bytes.subarray(start - 4, end)) !== view.getUint32(end))
      throw damaged(name, `the checksum of the part ${type} of a PNG is wrong`);
    if (type === 'IDAT') {
      if (data.length > 0 && last !== 'IDAT') throw damaged(name, 'the pixels of a PNG are in two places');
      data.push(body);
    } else if (type === 'PLTE') {
      if (palette || body.length % 3 > 0 || body.length === 0 || body.length > 768)
        throw damaged(name, `a palette of ${body.length} bytes in a PNG, or a second one`);
      palette = body;
    } else if (type === 'tRNS') transparency = body;
    else if (type === 'eXIf') orientation = exifOrientation(body);
    else if (type === 'IEND') isWhole = true;
    else if (type !== 'IHDR' && type < 'a') throw unsupported(name, `it is a PNG with a part ${type}`);
    last = type;
  }
  if (!isWhole && !partial) throw damaged(name, 'a PNG that is cut short');
  if (data.length === 0 && !partial) throw damaged(name, 'a PNG without pixels');
  if (header.colorType === 3 && !palette) throw damaged(name, 'a PNG without the palette that it needs');
  return { data, palette, transparency, orientation };
}

/** Adds to each byte what its row was told to leave out: its neighbour to the left, above, or a mixture. */
function unfilter(name: string, kind: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = row;
  if (kind === 1) {
    for (let i = step; i < length; i++) row[i] = (row[i] as number) + (row[i - step] as number);
  } else if (kind === 2) {
    for (let i = 0; i < length; i++) row[i] = (row[i] as number) + (above[i] as number);
  } else if (kind === 3) {
    for (let i = 0; i < length; i++) {
      const left = i < step ? 0 : (row[i - step] as number);
      row[i] = (row[i] as number) + ((left + (above[i] as number)) >> 1);
    }
  } else if (kind === 4) {
    for (let i = 0; i < length; i++) {
      const up = above[i] as number;
      const left = i < step ? 0 : (row[i - step] as number);
      const corner = i < step ? 0 : (above[i - step] as number);
      // The nearest of the three to left + up − corner (Paeth, 1991).
      const toLeft = Math.abs(up - corner);
      const toUp = Math.abs(left - corner);
      const toCorner = Math.abs(left + up - 2 * corner);
      const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      row[i] = (row[i] as number) + nearest;
    }
  } else if (kind !== 0) throw damaged(name, `a row of a PNG with filter ${kind}, expected 0 to 4`);
}

/** A function that writes the samples of a row as bytes, from `to`, every `step`; places in a palette stay as they are. */
function sampleWriter({ bitDepth, channels, colorType }: PngHeader, samples: Uint8Array) {
  const most = 2 ** bitDepth - 1;
  const scale = colorType === 3 ? 1 : 255 / most;
  return (row: Uint8Array, width: number, to: number, step: number): void => {
    if (bitDepth === 8 && step === channels) {
      samples.set(row, to);
      return;
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const i = x * channels + c;
        let value: number;
        if (bitDepth === 8) value = row[i] as number;
        else if (bitDepth === 16)
          value = Math.round((((row[2 * i] as number) << 8) + (row[2 * i + 1] as number)) / 257);
        else
          value =
            (((row[(i * bitDepth) >> 3] as number) >> (8 - bitDepth - ((i * bitDepth) & 7))) & most) * scale;
        samples[to + x * step + c] = value;
      }
    }
  };
}

/** Colours in place of places in the palette, and opacity where a colour or a place has one. */
function colored(
  name: string,
  header: PngHeader,
  samples: Uint8Array,
  { palette, transparency }: Content,
): Pixels {
  const { width, height, channels, colorType, bitDepth } = header;
  const count = width * height;
  if (colorType === 3) {
    const outChannels = transparency ? 4 : 3;
    const colors = palette as Uint8Array;
    const colorCount = colors.length / 3;
    const values = new Uint8Array(count * outChannels);
    for (let i = 0; i < count; i++) {
      const place = samples[i] as number;
      if (place >= colorCount) throw damaged(name, `colour ${place} of a palette of ${colorCount} in a PNG`);
      for (let c = 0; c < 3; c++) values[i * outChannels + c] = colors[3 * place + c] as number;
      if (transparency) values[4 * i + 3] = transparency[place] ?? 255;
    }
    return { values, width, height, channels: outChannels };
  }
  if (!transparency || channels === 2 || channels === 4) return { values: samples, width, height, channels };
  if (transparency.length < 2 * channels) throw damaged(name, 'the transparent colour of a PNG is cut short');
  // Said at the picture's own depth; two values of 16 bits may become the same byte, which hardly matters.
  const scale = 255 / (2 ** bitDepth - 1);
  const view = viewOf(transparency);
  const clear = Array.from({ length: channels }, (_, c) => Math.round(view.getUint16(2 * c) * scale));
  const values = new Uint8Array(count * (channels + 1));
  for (let i = 0; i < count; i++) {
    let isClear = true;
    for (let c = 0; c < channels; c++) {
      const value = samples[i * channels + c] as number;
      values[i * (channels + 1) + c] = value;
      isClear &&= value === clear[c];
    }
    values[i * (channels + 1) + channels] = isClear ? 0 : 255;
  }
  return { values, width, height, channels: channels + 1 };
}
