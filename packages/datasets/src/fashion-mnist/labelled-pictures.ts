import { FormatError, showShape } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { gunzip, isGzip } from '../formats/gunzip.js';
import { type IdxArray, readIdx } from '../formats/idx.js';
import { makePart } from '../part.js';
import { fashionMnistClasses } from './class-names.js';

/** Pictures and labels as files: IDX, with or without gzip. */
export interface PictureFiles {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** The largest file of the set: 60,000 pictures of 28 × 28 bytes and a head of 16. */
const largest = 60_000 * 784 + 16;

/**
 * A dataset of pictures [28, 28, 1] with values in [0, 1] and labels 0 to 9.
 * @throws FormatError for files that are no such thing
 */
export async function labelledPictures(name: string, files: PictureFiles): Promise<ArrayDataset> {
  const images = await readPart(`${name} images`, files.images);
  const labels = await readPart(`${name} labels`, files.labels);
  const [count, height, width] = images.shape;
  if (images.shape.length !== 3 || height !== 28 || width !== 28) {
    throw new FormatError(`${name} images: expected [n, 28, 28], got ${showShape(images.shape)}`);
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new FormatError(
      `${name} labels: expected [${count}], one per picture, got ${showShape(labels.shape)}`,
    );
  }
  const wrong = labels.values.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new FormatError(
      `${name} labels: label ${labels.values[wrong]} of picture ${wrong} is not one of 0 to 9`,
    );
  return new ArrayDataset(
    makePart('x', images.values, [28, 28, 1], 1 / 255),
    makePart('y', Int32Array.from(labels.values), []),
    fashionMnistClasses,
  );
}

async function readPart(name: string, bytes: Uint8Array): Promise<IdxArray> {
  return readIdx(isGzip(bytes) ? await gunzip(bytes, largest, name) : bytes, name);
}
