import { DataError } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { checkFraction } from '../check-fraction.js';
import { hubKinds } from '../hub/open-hub.js';
import type { BadFile } from '../images/bad-file.js';
import { isImagePath } from '../images/class-of-path.js';
import { type NamedFile, withClasses } from '../images/classes.js';
import type { ImageDataset } from '../images/image-dataset.js';
import {
  checkImageOptions,
  type ImageDatasetOptions,
  imageDataset,
  imageKinds,
} from '../images/image-folder.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { FileSource } from '../sources/file-source.js';
import { openSource } from '../sources/open-source.js';
import type { HubPictures } from './pictures-of-hub.js';

/** Options of {@link catsVsDogs}. */
export interface CatsVsDogsOptions extends Partial<ImageDatasetOptions> {
  /** Where the pictures are: in Node the path of a folder or archive, or what `openZip`, `openDropped` and others give. */
  readonly source: string | FileSource;
  /** Share of the pictures to learn from, where the source does not say which these are. Default 0.8. */
  readonly trainShare?: number | undefined;
  /** Determines which pictures these are. Default 0. */
  readonly seed?: number | undefined;
}

/** Options of {@link catsVsDogs} for pictures of the Hugging Face Hub. */
export interface CatsVsDogsHubOptions extends Omit<CatsVsDogsOptions, 'source'> {
  /** A data set of the Hub with pictures and the classes cat and dog; `{ hub: {} }` is Microsoft's. */
  readonly source: { readonly hub: HubPictures };
}

/** Photographs of cats and dogs of the Hub in two parts, decoded and in memory. */
export interface CatsVsDogsOfHub {
  /** To learn from. */
  readonly train: ArrayDataset;
  /** Others to be tested on. */
  readonly test: ArrayDataset;
  /** ['cat', 'dog'], by label. */
  readonly classNames: readonly string[];
  /** The commit that was read; note it, and `revision` will give the same pictures for ever. */
  readonly revision: string;
  /** Pictures that were left out. */
  readonly badFiles: readonly BadFile[];
}

/** Photographs of cats and dogs in two parts. */
export interface CatsVsDogs {
  /** To learn from. */
  readonly train: ImageDataset;
  /** Others to be tested on. */
  readonly test: ImageDataset;
  /** ['cat', 'dog'], by label. */
  readonly classNames: readonly string[];
}

/**
 * Photographs of cats (0) and dogs (1), [96, 96, 3] by default, values in [0, 1]. It finds its way in Kaggle's folder
 * (`train/cat.0.jpg`; the test pictures there have no labels and are left out), in Microsoft's archive
 * (`PetImages/Cat/0.jpg`), and in folders `train` and `test` with `cats` and `dogs` in each, beside which nothing counts.
 * Where there are no such folders, pictures are drawn for the test, as many of each class. Microsoft's archive has files
 * that are no pictures: bad files are skipped and listed unless `onBadFile` says 'stop'.
 *
 * From the Hub all pictures are fetched and decoded before the promise is kept, and held as bytes up to `cacheBytes`, here
 * 1 GiB; the training and test pictures are drawn by the seed.
 *
 * @throws DataError where there are no cats or no dogs, and as the source does; E_LIMIT for more pictures of the Hub than
 * `cacheBytes` holds; ValueError for impossible options
 * @see Elson, Douceur, Howell and Saul (2007), Asirra: a CAPTCHA that exploits interest-aligned manual image categorization
 * @example
 * const { train, test } = await catsVsDogs({ source: 'kagglecatsanddogs_5340.zip' });
 * @example
 * const { train, test, revision } = await catsVsDogs({ source: { hub: {} }, width: 64, height: 64 });
 */
export async function catsVsDogs(given: CatsVsDogsHubOptions): Promise<CatsVsDogsOfHub>;
export async function catsVsDogs(given: CatsVsDogsOptions): Promise<CatsVsDogs>;
export async function catsVsDogs(
  given: CatsVsDogsOptions | CatsVsDogsHubOptions,
): Promise<CatsVsDogs | CatsVsDogsOfHub> {
  checkedOptions<CatsVsDogsOptions | CatsVsDogsHubOptions>('catsVsDogs', given, {
    ...imageKinds,
    source: kinds.unchecked,
    trainShare: kinds.unchecked,
    seed: kinds.seed,
  });
  const { source, trainShare = 0.8, seed = 0, ...rest } = given;
  const { width = 96, height = 96, onBadFile = 'skip' } = rest;
  const options = { ...rest, width, height, onBadFile };
  checkImageOptions('catsVsDogs', options);
  checkFraction('catsVsDogs', trainShare, 'trainShare');
  if (isOfHub(source)) return ofHub(source, options, trainShare, seed);
  const opened = await openSource('catsVsDogs', source, options.signal);
  const named = opened.files.flatMap(({ path }): NamedFile[] => {
    const className = isImagePath(path) ? animalOf(path) : undefined;
    return className ? [{ path, className }] : [];
  });
  for (const className of classNames) {
    if (named.some((file) => file.className === className)) continue;
    throw new DataError(`catsVsDogs: no ${className}s in ${opened.name} (${opened.files.length} files)`, {
      fix: 'give the folder with train/cat.0.jpg, PetImages/Cat/0.jpg, or train/cats/0.jpg; imageFolder reads others',
    });
  }
  const all = imageDataset('catsVsDogs', opened, withClasses('catsVsDogs', named, classNames), options);
  const [train, test] = [trainNames, testNames].map((wanted) =>
    Int32Array.from(
      named.flatMap(({ path }, place) =>
        folderNames(path).some((name) => wanted.includes(name)) ? [place] : [],
      ),
    ),
  ) as [Int32Array, Int32Array];
  if (train.length > 0 && test.length > 0)
    return { train: all.pick(train), test: all.pick(test), classNames };
  const [some, others] = all.split(trainShare, { seed, stratified: true });
  return { train: some, test: others, classNames };
}

function isOfHub(source: unknown): source is CatsVsDogsHubOptions['source'] {
  return typeof source === 'object' && source !== null && 'hub' in source;
}

async function ofHub(
  source: CatsVsDogsHubOptions['source'],
  options: ImageDatasetOptions,
  trainShare: number,
  seed: number,
): Promise<CatsVsDogsOfHub> {
  const place = { hub: kinds.unchecked };
  const { hub } = checkedOptions('catsVsDogs: source', source, place);
  checkedOptions<HubPictures>('catsVsDogs: hub', hub, { ...hubKinds(), dataset: kinds.text });
  // Only who asks for it loads what reads Parquet.
  const { picturesOfHub } = await import('./pictures-of-hub.js');
  const { all, revision, badFiles } = await picturesOfHub(hub, classNames, options);
  const [train, test] = all.split(trainShare, { seed, stratified: true });
  return { train, test, classNames, revision, badFiles };
}

const classNames = ['cat', 'dog'] as const;

const trainNames: readonly string[] = ['train', 'training', 'training_set'];

const testNames: readonly string[] = ['test', 'test_set', 'validation', 'val'];

function folderNames(path: string): string[] {
  return path.toLowerCase().split('/').slice(0, -1);
}

/** By the innermost folder that says it, or else by the file's name. */
function animalOf(path: string): (typeof classNames)[number] | undefined {
  const [, ofFolder] =
    folderNames(path)
      .reverse()
      .map((name) => /^(cat|dog)s?$/.exec(name))
      .find((found) => found) ?? [];
  const [, ofName] = /^(cat|dog)[._-]?\d+\./i.exec(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  const animal = (ofFolder ?? ofName)?.toLowerCase();
  return animal === 'cat' || animal === 'dog' ? animal : undefined;
}
