import { checkWhole, DataError, describeValue, ValueError } from '@descent/core';
import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { FileSource } from '../sources/file-source.js';
import { openSource } from '../sources/open-source.js';
import { folderClasses, isImagePath, prefixClass } from './class-of-path.js';
import { type NamedFile, withClasses } from './classes.js';
import { checkDecodeOptions, type DecodeOptions, decodeKinds } from './decode-image.js';
import { ImageDataset } from './image-dataset.js';
import { type ImageFile, ImageStore } from './image-store.js';
import { checkManifest, type ManifestOptions, readManifest } from './read-manifest.js';

/** How files of pictures become a dataset. */
export interface ImageDatasetOptions extends DecodeOptions {
  /** Pixels in a row of each input. */
  readonly width: number;
  /** Rows of pixels of each input. */
  readonly height: number;
  /**
   * 'stop' (default): a walk that comes to a file that cannot be decoded fails, with the file's path. 'skip': it goes on
   * without, and lists such files at its end.
   */
  readonly onBadFile?: 'stop' | 'skip' | undefined;
  /** The most bytes of decoded pictures that are kept; others are decoded again in each epoch. Default 2²⁸, 256 MiB. */
  readonly cacheBytes?: number | undefined;
  /** The most bytes that a file may have. Default 2²⁶, 64 MiB. */
  readonly maxFileBytes?: number | undefined;
  /** Files that are read and decoded at once. Default 4. */
  readonly concurrency?: number | undefined;
  /** Where the list of files that were left out goes. Default: `console.warn`. */
  readonly report?: ((text: string) => void) | undefined;
  /** Ends the listing of files. */
  readonly signal?: AbortSignal | undefined;
}

/** What says which class a file is of. */
export type Labels = 'folder' | 'prefix' | 'none' | ManifestOptions | ((path: string) => string | undefined);

/** Options of {@link imageFolder}. */
export interface ImageFolderOptions extends ImageDatasetOptions {
  /**
   * 'folder' (default): a folder for each class, `cats/7.jpg`; 'prefix': the beginning of the name, `cat.7.jpg`;
   * `{ manifest: 'labels.csv' }`: a table; a function of the path, undefined for files that are no examples; 'none'.
   */
  readonly labels?: Labels | undefined;
  /** Takes only files below this folder of the source, such as 'train'. Default: all. */
  readonly folder?: string | undefined;
  /** Names of the classes, by index. Default: those found, in alphabetical order. */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * A dataset of the picture files in a folder, an archive, or any other source. Files whose names do not end as pictures'
 * do are passed over; what kind of picture a file is, its content says. Nothing is decoded before a walk comes to it.
 *
 * @param source - in Node the path of a folder, or of an archive (.zip, .tar, .tgz); or what `openZip` and others give
 * @throws DataError where no picture, or no class, is found, and as the source does; FormatError for a bad manifest;
 * ValueError for impossible options; the signal's reason
 * @example
 * const photos = await imageFolder('PetImages', { width: 96, height: 96, onBadFile: 'skip' });
 * photos.classNames; // ['Cat', 'Dog']
 * const [train, test] = photos.split(0.8, { stratified: true });
 */
export async function imageFolder(
  source: string | FileSource,
  options: ImageFolderOptions,
): Promise<ImageDataset> {
  checkedOptions('imageFolder', options, {
    ...imageKinds,
    labels: checkLabels,
    folder: kinds.text,
    classNames: kinds.classNames,
  });
  checkImageOptions('imageFolder', options);
  const { labels = 'folder', classNames, folder, signal } = options;
  const opened = await openSource('imageFolder', source, signal);
  const found = await classified(opened, options);
  if (found.length === 0) {
    const below = folder === undefined ? '' : ` below ${folder}`;
    throw new DataError(`imageFolder: no pictures${below} in ${opened.name} (${opened.files.length} files)`, {
      fix: 'look whether it is the right folder; names end in .jpg, .png, .webp, .gif, .bmp or .tif',
    });
  }
  const named = found.filter((file): file is NamedFile => file.className !== undefined);
  if (named.length === 0 && !hasNoClasses(labels))
    throw new DataError(
      `imageFolder: no class is known of any of the ${found.length} pictures in ${opened.name}`,
      {
        fix: "say what the classes are: labels: 'prefix', { manifest: 'labels.csv' }, a function of the path, or 'none'",
      },
    );
  if (hasNoClasses(labels))
    return imageDataset(
      'imageFolder',
      opened,
      { files: found.map(({ path, fields }) => ({ path, fields })) },
      options,
    );
  return imageDataset('imageFolder', opened, withClasses('imageFolder', named, classNames), options);
}

/** A dataset of the given files. */
export function imageDataset(
  op: string,
  source: FileSource,
  { files, classNames }: { files: readonly ImageFile[]; classNames?: readonly string[] },
  options: ImageDatasetOptions,
): ImageDataset {
  const { width, height, channels = 3, onBadFile = 'stop', cacheBytes = 2 ** 28 } = options;
  const { maxFileBytes = 2 ** 26, concurrency = 4, report = console.warn, fit, background } = options;
  const { maxPixels, partial } = options;
  const store = new ImageStore(source, files, {
    op,
    decode: { width, height, channels, fit, background, maxPixels, partial },
    imageSize: width * height * channels,
    onBadFile,
    cacheBytes,
    maxFileBytes,
    concurrency,
  });
  return new ImageDataset(store, { inputShape: [height, width, channels], classNames, report });
}

/** What options may be; where their values count, {@link checkImageOptions} looks. */
export const imageKinds: Kinds<ImageDatasetOptions> = {
  ...decodeKinds,
  onBadFile: kinds.unchecked,
  cacheBytes: kinds.unchecked,
  maxFileBytes: kinds.unchecked,
  concurrency: kinds.unchecked,
  report: kinds.callback,
  signal: kinds.signal,
};

/** @throws ValueError for options that cannot be met */
export function checkImageOptions(op: string, options: ImageDatasetOptions): void {
  const { width, height, onBadFile = 'stop', cacheBytes = 0, maxFileBytes = 1, concurrency = 1 } = options;
  for (const [side, value] of Object.entries({ width, height })) checkWhole(op, side, value, 1, 2 ** 15);
  checkDecodeOptions(op, options);
  checkWhole(op, 'cacheBytes', cacheBytes, 0);
  checkWhole(op, 'maxFileBytes', maxFileBytes);
  checkWhole(op, 'concurrency', concurrency, 1, 256);
  if (onBadFile !== 'stop' && onBadFile !== 'skip')
    throw new ValueError(`${op}: onBadFile must be 'stop' or 'skip', got ${describeValue(onBadFile)}`);
}

interface FoundFile extends Omit<NamedFile, 'className'> {
  readonly className: string | undefined;
}

function hasNoClasses(labels: Labels): boolean {
  return labels === 'none' || (typeof labels === 'object' && labels.label === null);
}

async function classified(
  source: FileSource,
  { labels = 'folder', folder, signal }: ImageFolderOptions,
): Promise<readonly FoundFile[]> {
  const isBelow = ({ path }: { path: string }): boolean =>
    folder === undefined || path.startsWith(`${folder.replace(/\/+$/, '')}/`);
  if (typeof labels === 'object') return (await readManifest(source, labels, signal)).filter(isBelow);
  const paths = source.files
    .filter(isBelow)
    .map(({ path }) => path)
    .filter(isImagePath);
  const classOf = classFunction(labels, paths);
  return paths.map((path) => {
    const className: unknown = classOf(path);
    if (className === undefined || typeof className === 'string') return { path, className };
    throw new ValueError(`imageFolder: labels gave ${describeValue(className)} for ${path}`, {
      fix: 'return the name of the class, or undefined for files that are no examples; classNames says their order',
    });
  });
}

function checkLabels(op: string, name: string, labels: unknown): void {
  if (labels === 'folder' || labels === 'prefix' || labels === 'none' || typeof labels === 'function') return;
  if (typeof labels === 'object' && labels !== null) {
    checkManifest(`${op}: ${name}`, labels as ManifestOptions);
    return;
  }
  throw new ValueError(`${op}: unknown labels ${describeValue(labels)}`, {
    fix: "use 'folder', 'prefix', 'none', { manifest: 'labels.csv' }, or a function of the path",
  });
}

function classFunction(
  labels: Exclude<Labels, ManifestOptions>,
  paths: readonly string[],
): (path: string) => string | undefined {
  if (typeof labels === 'function') return labels;
  if (labels === 'folder') return folderClasses(paths);
  if (labels === 'prefix') return prefixClass;
  return () => undefined;
}
