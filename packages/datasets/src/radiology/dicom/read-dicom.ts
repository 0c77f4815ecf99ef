import { FormatError } from '@descent/core';
import { type FileBytes, fileBytes } from '../../formats/file-bytes.js';
import { checkedOptions } from '../../options/checked-options.js';
import * as kinds from '../../options/kinds.js';
import { colorsOf } from './colors.js';
import type { DicomPixels } from './dicom-pixels.js';
import { type DicomTags, readTags } from './dicom-tags.js';
import type { DataSet } from './element.js';
import { inflateDataSet } from './inflate-data-set.js';
import { pixelFormat } from './pixel-format.js';
import { readDataSet } from './read-data-set.js';
import { readFrames } from './read-frames.js';
import { tags } from './tags.js';
import { guessTransferSyntax, type TransferSyntax, transferSyntax } from './transfer-syntax.js';
import { type ValueMapping, valueMappings } from './value-mapping.js';
import { Values } from './values.js';

/** Options of {@link readDicom}. */
export interface DicomOptions {
  /** For messages, such as the file's name. Default 'DICOM file'. */
  readonly name?: string;
  /** The most bytes that frames, or a data set that is compressed as a whole, may take unpacked. Default 2²⁹, 512 MiB. */
  readonly mostBytes?: number;
}

/** An image, or several, of a DICOM file, as they are stored; {@link windowed} makes them visible. */
export interface DicomImage {
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
  /** Values per pixel: 1, or 3 for red, green and blue. */
  readonly samples: number;
  /**
   * Stored values of each frame, [rows, columns, samples], row-major: bytes, or whole numbers of 16 or 32 bits with or
   * without sign, or float32 (doubles are rounded).
   */
  readonly frames: readonly DicomPixels[];
  /** Bits of a value that are in use. */
  readonly bitsStored: number;
  /** Whether stored values may be negative. */
  readonly isSigned: boolean;
  /** 'MONOCHROME1' (the least is white), 'MONOCHROME2' (the least is black), 'PALETTE COLOR', or 'RGB'. */
  readonly photometricInterpretation: string;
  /** Stored values, from one to another, that mean that there is nothing. */
  readonly padding?: readonly [number, number] | undefined;
  /** What stored values mean: of each frame, or one for all. */
  readonly mappings: readonly ValueMapping[];
  /** What else the file says. */
  readonly tags: DicomTags;
  /** How the file is written: identifier and name. */
  readonly transferSyntax: { readonly uid: string; readonly name: string };
}

/** A DICOM file that ends, or is damaged, after some of its image was read (`E_FORMAT`). */
export class IncompleteDicomError extends FormatError {
  /** What could be read: its frames are whole, but fewer than there should be, perhaps none. */
  readonly image: DicomImage;

  constructor(problem: FormatError, image: DicomImage) {
    super(`${problem.problem}; ${image.frames.length} whole frames come before`, {
      fix: 'fetch the file again, or take the frames that there are: error.image',
      cause: problem,
    });
    this.name = 'IncompleteDicomError';
    this.image = image;
  }
}

/**
 * Reads a DICOM file (PS3.10): its images as they are stored, and what it says of the patient and the view, but for
 * names. Files without preamble or header are read as pydicom does it with `force`.
 *
 * Little and big endian, with and without kinds, deflated, and run lengths are read by this package; JPEG, JPEG
 * Lossless, JPEG-LS, JPEG 2000 and HTJ2K by packages that you install beside it: `@cornerstonejs/codec-libjpeg-turbo-8bit`,
 * `jpeg-lossless-decoder-js`, `@cornerstonejs/codec-charls`, `@cornerstonejs/codec-openjpeg`,
 * `@cornerstonejs/codec-openjph`. YBR colours become RGB.
 *
 * @param given - the file
 * @throws FormatError for what is no DICOM file or breaks its rules, IncompleteDicomError (E_FORMAT) where frames come
 * before that, E_LIMIT for more than `mostBytes`, sequences more than 64 deep and more than 2²⁰ elements, E_UNSUPPORTED
 * for files without an image, and for pixels that nothing here unpacks, naming the transfer syntax
 * @see PS3.5, PS3.10
 * @example
 * const image = await readDicom(await readFile('chest.dcm'));
 * const pixels = windowed(image); // [image.rows, image.columns, 1], 0 black to 255 white
 */
export async function readDicom(given: FileBytes, options: DicomOptions = {}): Promise<DicomImage> {
  const { name = 'DICOM file', mostBytes = 2 ** 29 } = checkedOptions('readDicom', options, {
    name: kinds.text,
    mostBytes: kinds.whole(1),
  });
  const bytes = await fileBytes('readDicom', given);
  const { start, syntax } = readHeader(bytes, name);
  const body = syntax.isDeflated ? await inflateDataSet(bytes.subarray(start), mostBytes, name) : bytes;
  const { elements, problem } = readDataSet(body, syntax.isDeflated ? 0 : start, syntax, name);
  if (![tags.pixelData, tags.floatPixels, tags.doublePixels].some((tag) => elements.has(tag))) {
    if (problem) throw problem;
    // Something is said of pixels, or nothing at all: there should be more.
    if (elements.size === 0 || [...elements.keys()].some((tag) => tag >>> 16 === 0x0028)) {
      throw new FormatError(`${name}: the file ends before its pixels`, { fix: 'fetch it again' });
    }
    throw noImage(elements, new Values(body, syntax.isLittleEndian, name), name);
  }
  const values = new Values(body, syntax.isLittleEndian, name, elements);
  return await readImage(body, elements, values, syntax, { name, mostBytes, problem });
}

async function readImage(
  bytes: Uint8Array,
  elements: DataSet,
  values: Values,
  syntax: TransferSyntax,
  { name, mostBytes, problem }: { name: string; mostBytes: number; problem: FormatError | undefined },
): Promise<DicomImage> {
  // What ends a file for good, such as a limit, is not made up for by frames.
  if (problem && problem.code !== 'E_FORMAT') throw problem;
  const format = pixelFormat(elements, values, name, mostBytes);
  const { frames, problem: framesProblem } = await readFrames(bytes, elements, format, syntax, name, problem);
  const colors = colorsOf(format, syntax);
  const { rows, columns, samples, bitsStored, isSigned } = format;
  const least = values.short(elements, tags.pixelPadding, isSigned);
  const other = values.short(elements, tags.pixelPaddingLimit, isSigned) ?? least;
  const image: DicomImage = {
    rows,
    columns,
    samples,
    frames: frames.map(colors.convert),
    bitsStored,
    isSigned,
    photometricInterpretation: colors.photometricInterpretation,
    padding:
      least === undefined || other === undefined
        ? undefined
        : [Math.min(least, other), Math.max(least, other)],
    mappings: valueMappings(elements, values, format, name),
    tags: readTags(elements, values),
    transferSyntax: { uid: syntax.uid, name: syntax.name },
  };
  const found = framesProblem ?? problem;
  if (found) throw new IncompleteDicomError(found, image);
  return image;
}

/** Where the data set begins, and how it is written. */
function readHeader(bytes: Uint8Array, name: string): { start: number; syntax: TransferSyntax } {
  const hasPreamble = String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
  const start = hasPreamble ? 132 : 0;
  if (!hasPreamble && !isPlausibleStart(bytes)) {
    throw new FormatError(
      `${name}: not a DICOM file: 'DICM' is missing at byte 128, and no element begins at byte 0`,
      {
        fix: 'look into it: it may be another kind of image, or an error page that was saved under this name',
      },
    );
  }
  const isHeader = (tag: number) => tag >>> 16 === 2;
  const header = readDataSet(bytes, start, { isExplicit: true, isLittleEndian: true }, name, isHeader);
  // Without a header the first element need not be written as a header's are.
  if (header.elements.size === 0) return { start, syntax: guessTransferSyntax(bytes, start, name) };
  if (header.problem) throw header.problem;
  const uid = new Values(bytes, true, name).text(header.elements, tags.transferSyntax);
  const syntax = uid === undefined ? guessTransferSyntax(bytes, header.end, name) : transferSyntax(uid, name);
  return { start: header.end, syntax };
}

/** Whether bytes begin with an element of the groups that files begin with: 2, or 8 in either order of bytes. */
function isPlausibleStart(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  const [low, high, , elementHigh] = bytes;
  return (high === 0 && (low === 2 || low === 8) && elementHigh === 0) || (low === 0 && high === 8);
}

function noImage(elements: DataSet, values: Values, name: string): FormatError {
  const modality = values.text(elements, tags.modality);
  return new FormatError(
    `${name}: the file has no pixels${modality ? `: its modality is ${modality}` : ''}`,
    {
      code: 'E_UNSUPPORTED',
      fix: 'leave it out: it may be a report, a plan, or an index of other files',
    },
  );
}
