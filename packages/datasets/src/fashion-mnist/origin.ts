import type { Checksum } from '../sources/checksum.js';
import type { NamedFile, SetFiles } from './labelled-pictures.js';

/** The set's files, without the ending of those that are compressed. */
export const fileNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** What tells of each file, compressed, that it is the right one. */
export type Origin = Readonly<Record<(typeof fileNames)[number], { size: number; checksum: Checksum }>>;

/** Sizes and checksums are those of the set's README. */
export const official: Origin = {
  'train-images-idx3-ubyte': { size: 26421880, checksum: md5('8d4fb7e6c68d591d4c3dfef9ec88bf0d') },
  'train-labels-idx1-ubyte': { size: 29515, checksum: md5('25c81989df183df01b3e8a0aad5dffbe') },
  't10k-images-idx3-ubyte': { size: 4422102, checksum: md5('bef4ecab320f06d8554ea6380940ec79') },
  't10k-labels-idx1-ubyte': { size: 5148, checksum: md5('bb300cfdad3c16e7a12a480ee83cd310') },
};

/** The address that the set's README names. */
const officialAddress = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/';

/**
 * The address of a file of the set.
 * @param folder - the address of all; the last `/` may be left out
 */
export function addressOf(file: string, folder: string | URL = officialAddress): URL {
  return new URL(file, `${folder}`.replace(/\/*$/, '/'));
}

/** Files in the order of {@link fileNames} as the two parts of the set. */
export function setOf(files: readonly NamedFile[]): SetFiles {
  const [trainImages, trainLabels, testImages, testLabels] = files as [
    NamedFile,
    NamedFile,
    NamedFile,
    NamedFile,
  ];
  return {
    train: { images: trainImages, labels: trainLabels },
    test: { images: testImages, labels: testLabels },
  };
}

function md5(hex: string): Checksum {
  return { algorithm: 'md5', hex };
}
