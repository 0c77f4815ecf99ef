import { decodeImage } from '../images/decode-image.js';
import { resample } from '../images/resample.js';
import type { DicomTags } from './dicom/dicom-tags.js';
import { readDicom } from './dicom/read-dicom.js';
import { windowed } from './dicom/windowed.js';

/** A picture in grey, and what its file says. */
export interface GreyPixels {
  /** [height, width], 0 black to 255 white. */
  readonly values: Uint8Array;
  /** Kind of file, by its content. */
  readonly format: string;
  /** Of a DICOM file. */
  readonly tags?: DicomTags;
}

/** How large pictures become. */
export interface GreySize {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes a picture, DICOM or any other kind, to grey of a size; the form is not kept.
 * @throws FormatError, DataError as readDicom and decodeImage
 */
export async function greyPixels(
  bytes: Uint8Array,
  { width, height }: GreySize,
  name: string,
): Promise<GreyPixels> {
  if (!isDicom(bytes, name)) {
    const { values, format } = await decodeImage(bytes, { width, height, channels: 1 }, name);
    return { values, format };
  }
  const image = await readDicom(bytes, { name });
  const grey = greyOf(windowed(image), image.samples);
  const { values } = resample(
    { values: grey, width: image.columns, height: image.rows, channels: 1 },
    width,
    height,
  );
  return { values, format: 'dicom', tags: image.tags };
}

/** By the mark after the preamble, or the name of files that lack it. */
function isDicom(bytes: Uint8Array, name: string): boolean {
  return String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM' || /\.(?:dcm|dicom)$/i.test(name);
}

/** @see ITU-R BT.601 */
function greyOf(values: Uint8Array, samples: number): Uint8Array {
  if (samples === 1) return values;
  const grey = new Uint8Array(values.length / samples);
  for (let i = 0; i < grey.length; i++) {
    const [red, green, blue] = [values[3 * i], values[3 * i + 1], values[3 * i + 2]] as [
      number,
      number,
      number,
    ];
    grey[i] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return grey;
}
