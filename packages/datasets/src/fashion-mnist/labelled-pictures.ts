import { FormatError, showShape } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import type { IdxArray } from '../formats/idx.js';
import { readIdx } from '../formats/read-idx.js';
import { makePart } from '../part.js';
import { fashionMnistClasses } from './class-names.js';

/** A file's bytes, and what messages call it. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Pictures and labels as files: IDX, with or without gzip. */
export interface PictureFiles {
  readonly images: NamedFile;
  readonly labels: NamedFile;
}

/** The files of both parts of the set. */
export interface SetFiles {
  readonly train: PictureFiles;
  readonly test: PictureFiles;
}

/** The largest file of the set: 60,000 pictures of 28 × 28 bytes and a head of 16. */
export const largestFile = 60_000 * 784 + 16;

const areSwapped = { fix: 'look whether the files of images and labels, of train and test, are swapped' };

/**
 * A dataset of pictures [28, 28, 1] with values in [0, 1] and labels 0 to 9.
 * @throws FormatError for files that are no such thing
 */
export async function labelledPictures(files: PictureFiles): Promise<ArrayDataset> {
  const [images, labels] = await Promise.all([read(files.images), read(files.labels)]);
  const [count, height, width] = images.shape;
  if (images.shape.length !== 3 || count === 0 || height !== 28 || width !== 28) {
    throw new FormatError(
      `${files.images.name}: holds ${showShape(images.shape)}, expected pictures, [n, 28, 28]`,
      areSwapped,
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new FormatError(
      `${files.labels.name}: holds ${showShape(labels.shape)}, expected [${count}], a label for each picture of ${files.images.name}`,
      areSwapped,
    );
  }
  const wrong = labels.values.findIndex((label) => label >= fashionMnistClasses.length);
  if (wrong >= 0) {
    throw new FormatError(
      `${files.labels.name}: label ${labels.values[wrong]} of picture ${wrong} is not one of 0 to 9`,
      { fix: 'give the labels of Fashion-MNIST; other sets can be made with readIdx and fromArrays' },
    );
  }
  return new ArrayDataset(
    {
      x: makePart('x', images.values, [28, 28, 1], 1 / 255),
      y: makePart('y', Int32Array.from(labels.values), []),
    },
    fashionMnistClasses,
  );
}

async function read({ name, bytes }: NamedFile): Promise<IdxArray> {
  return readIdx(bytes, { name, mostBytes: largestFile });
}
