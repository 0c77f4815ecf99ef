import { checkWhole, DataError, ValueError } from '@descent/core';
import type { SplitOptions } from '../array-dataset.js';
import { checkFraction } from '../check-fraction.js';
import { checkPlaces } from '../check-places.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { shuffledPlaces } from '../shuffled-places.js';
import { type GroupKey, splitPlacesByGroup } from '../split-by-group.js';
import { splitPlaces } from '../split-places.js';
import { type BadFile, showBadFiles } from './bad-file.js';
import { bytesToShares } from './bytes-to-shares.js';
import type { ImageFile, ImageStore } from './image-store.js';

/** Options of {@link ImageDataset.split}. */
export interface ImageSplitOptions extends SplitOptions {
  /**
   * The key of a file's group, such as its patient: all of one key go to the same side. A file without one, for which it
   * gives undefined or '', is an error: whether its group is on both sides could not be told.
   */
  readonly groupBy?: (file: ImageFile) => GroupKey | undefined;
}

/** What a dataset's parts have in common. */
export interface ImageForm {
  /** [height, width, channels]. */
  readonly inputShape: readonly [number, number, number];
  readonly classNames: readonly string[] | undefined;
  /** Told of files that are left out, at the end of the walk that found them. */
  readonly report: (text: string) => void;
}

/**
 * Pictures in files, decoded when a walk comes to them: several at once, ahead of it, while the model trains. Decoded
 * pictures are kept as bytes, as far as they have room; so from the second epoch on nothing is read. Inputs are
 * [height, width, channels], 0 to 1; targets class indices. Walks shuffle and go on as {@link ArrayDataset}s do: equal
 * seed and epoch give the same batches. {@link imageFolder} makes one.
 *
 * @example
 * const [train, test] = photos.split(0.8, { stratified: true });
 * for await (const { x, y } of train.batches({ batchSize: 32, order: { seed: 1, epoch: 0 } })) …
 */
export class ImageDataset implements Dataset {
  /** Number of examples; undefined where bad files are skipped and it is not known yet which are bad. */
  readonly length: number | undefined;
  /** [height, width, channels]. */
  readonly inputShape: readonly [number, number, number];
  /** `[]`, for class indices; `[0]` without classes. */
  readonly targetShape: readonly number[];
  /** Names of the classes, by index. */
  readonly classNames: readonly string[] | undefined;
  readonly #store: ImageStore;
  readonly #form: ImageForm;
  /** Files in order. */
  readonly #indices: Int32Array;
  /** Whether all files were decoded once, and are good. */
  readonly #isChecked: boolean;

  /** Use {@link imageFolder}, which checks what this takes as it is. */
  constructor(store: ImageStore, form: ImageForm, indices?: Int32Array, isChecked = false) {
    this.#store = store;
    this.#form = form;
    this.#indices = indices ?? Int32Array.from(store.files, (_, i) => i);
    this.#isChecked = isChecked;
    this.length = isChecked || store.options.onBadFile === 'stop' ? this.#indices.length : undefined;
    this.inputShape = form.inputShape;
    this.targetShape = form.classNames ? [] : [0];
    this.classNames = form.classNames;
  }

  /** The files, in order, bad ones too. */
  get files(): readonly ImageFile[] {
    return Array.from(this.#indices, (index) => this.#store.files[index] as ImageFile);
  }

  /** The class index of each file, in order; undefined without classes. */
  get labels(): Int32Array | undefined {
    if (!this.classNames) return undefined;
    return this.#indices.map((index) => this.#store.files[index]?.label as number);
  }

  /** The bad ones among the files, as far as walks have met them. */
  get badFiles(): readonly BadFile[] {
    return Array.from(this.#indices, (index) => this.#store.bad(index)).filter((bad) => bad !== undefined);
  }

  /**
   * Walks through the examples once, a batch at a time; each batch has arrays of its own. Where bad files are skipped the
   * next ones take their place: batches are full.
   *
   * @throws ValueError for a batch size that is no whole number >= 1, an epoch or start that is none >= 0
   * @throws FormatError or DataError, naming the file, for a bad file that is not to be skipped; the signal's reason
   */
  async *batches(options: BatchOptions): AsyncGenerator<Batch> {
    checkWalk(options);
    const { batchSize } = options;
    const knownBad = this.badFiles.length;
    let held: { index: number; values: Uint8Array }[] = [];
    let count = 0;
    for await (const picture of this.#pictures(options)) {
      count++;
      held.push(picture);
      if (held.length < batchSize) continue;
      yield this.#stack(held);
      held = [];
    }
    if (held.length > 0) yield this.#stack(held);
    const { badFiles } = this;
    if (badFiles.length > knownBad) this.#form.report(showBadFiles(badFiles, this.#indices.length));
    if (count === 0 && badFiles.length === this.#indices.length) throw this.#nothingGood(badFiles);
  }

  /**
   * The same without the bad files, and so with a known length: decodes all files once, and keeps them as far as there is
   * room.
   *
   * @throws DataError when no file is good; FormatError or DataError at a bad one where they are not to be skipped; the
   * signal's reason
   * @example const photos = await (await imageFolder('photos', { …, onBadFile: 'skip' })).withoutBadFiles();
   */
  async withoutBadFiles(options: { signal?: AbortSignal } = {}): Promise<ImageDataset> {
    const { signal } = checkedOptions('withoutBadFiles', options, { signal: kinds.signal });
    const good: number[] = [];
    const knownBad = this.badFiles.length;
    for await (const { index } of this.#pictures({ batchSize: 1, signal })) good.push(index);
    const { badFiles } = this;
    if (badFiles.length > knownBad) this.#form.report(showBadFiles(badFiles, this.#indices.length));
    if (good.length === 0) throw this.#nothingGood(badFiles);
    return new ImageDataset(this.#store, this.#form, Int32Array.from(good), true);
  }

  /**
   * The files at the given places, in that order.
   * @param places - whole numbers from 0 to before the number of files
   * @throws ShapeError E_INDEX for another place; ValueError for what is no Int32Array
   * @example photos.pick(Int32Array.of(4, 0)).files.length; // 2
   */
  pick(places: Int32Array): ImageDataset {
    checkPlaces(places, this.#indices.length);
    const indices = places.map((place) => this.#indices[place] as number);
    return new ImageDataset(this.#store, this.#form, indices, this.#isChecked);
  }

  /**
   * The first `count` files, or all when there are fewer.
   * @throws ValueError for a count that is no whole number >= 0
   */
  take(count: number): ImageDataset {
    checkWhole('take', 'count', count, 0);
    return this.pick(Int32Array.from({ length: Math.min(count, this.#indices.length) }, (_, i) => i));
  }

  /**
   * All but the first `count` files.
   * @throws ValueError for a count that is no whole number >= 0
   */
  skip(count: number): ImageDataset {
    checkWhole('skip', 'count', count, 0);
    const length = Math.max(0, this.#indices.length - count);
    return this.pick(Int32Array.from({ length }, (_, i) => count + i));
  }

  /**
   * Cuts the dataset in two at random; `stratified` keeps the share of every class, `groupBy` keeps groups together and
   * the shares as far as groups allow. Both parts share what is kept.
   *
   * @param fraction - share of the first part, in (0, 1)
   * @returns two datasets without a common file
   * @throws ValueError for a fraction outside (0, 1), or `stratified` without classes; DataError for a single group, and for
   * a file that is in none
   * @example const [train, test] = xrays.split(0.8, { groupBy: ({ fields }) => fields?.patientId });
   */
  split(fraction: number, options: ImageSplitOptions = {}): [ImageDataset, ImageDataset] {
    checkFraction('split', fraction);
    const {
      seed = 0,
      stratified = false,
      groupBy,
    } = checkedOptions('split', options, {
      seed: kinds.seed,
      stratified: kinds.flag,
      groupBy: kinds.callback,
    });
    const { labels, files } = this;
    if (stratified && !labels)
      throw new ValueError('split: stratified needs classes, these pictures have none', {
        fix: 'say what the classes are: labels',
      });
    const [first, second] = groupBy
      ? splitPlacesByGroup(files.length, keysOf(files, groupBy), fraction, seed, labels)
      : splitPlaces(files.length, fraction, seed, stratified ? labels : undefined);
    return [this.pick(first), this.pick(second)];
  }

  /** Lets go of the source, for this dataset and all parts; pictures that are kept can still be walked through. */
  close(): Promise<void> {
    return this.#store.close();
  }

  /** The good pictures of a walk in their order, decoded ahead of it. */
  async *#pictures({
    batchSize,
    order,
    start = 0,
    signal,
  }: BatchOptions): AsyncGenerator<{ index: number; values: Uint8Array }> {
    const isSkipping = this.length === undefined;
    const places = order && shuffledPlaces(this.#indices.length, order);
    const indexAt = (place: number): number =>
      this.#indices[places ? (places[place] as number) : place] as number;
    // Where bad files are skipped nobody can say ahead which examples lie before the start.
    let left = start * batchSize;
    let next = isSkipping ? 0 : left;
    if (!isSkipping) left = 0;
    let isLeft = false;
    const ahead: { index: number; coming: Uint8Array | Promise<Uint8Array | undefined> }[] = [];
    const askAhead = (): void => {
      for (const most = 2 * batchSize + this.#store.options.concurrency; ahead.length < most; next++) {
        if (next >= this.#indices.length) return;
        const index = indexAt(next);
        const kept = this.#store.kept(index);
        if (kept) {
          ahead.push({ index, coming: kept });
          continue;
        }
        const coming = this.#store.load(index, { signal, isNeeded: () => !isLeft && !signal?.aborted });
        // A failure is told when its picture is due.
        coming.catch(() => undefined);
        ahead.push({ index, coming });
      }
    };
    try {
      for (askAhead(); ahead.length > 0; askAhead()) {
        const { index, coming } = ahead.shift() as (typeof ahead)[number];
        const values = coming instanceof Uint8Array ? coming : await coming;
        signal?.throwIfAborted();
        if (!values) {
          if (this.#isChecked) throw this.#wentBad(index);
          continue;
        }
        if (left > 0) left--;
        else yield { index, values };
      }
    } finally {
      isLeft = true;
      await Promise.allSettled(ahead.map(({ coming }) => coming));
    }
  }

  #stack(pictures: readonly { index: number; values: Uint8Array }[]): Batch {
    const size = pictures.length;
    const [height, width, channels] = this.inputShape;
    const imageSize = height * width * channels;
    const values = new Float32Array(size * imageSize);
    for (const [row, picture] of pictures.entries()) bytesToShares(picture.values, values, row * imageSize);
    const labels = Int32Array.from(pictures, ({ index }) => this.#store.files[index]?.label ?? 0);
    return {
      x: { values, shape: [size, ...this.inputShape] },
      y: this.classNames
        ? { values: labels, shape: [size] }
        : { values: new Float32Array(0), shape: [size, 0] },
      size,
    };
  }

  #nothingGood(badFiles: readonly BadFile[]): DataError {
    const [first] = badFiles;
    const why = first ? `, the first because of ${first.path}: ${first.reason}` : '';
    return new DataError(
      `${this.#store.options.op}: none of the ${this.#indices.length} files can be used${why}`,
      { fix: 'look whether it is the right folder' },
    );
  }

  #wentBad(index: number): DataError {
    const { path, reason = 'it cannot be read' } = this.#store.bad(index) ?? { path: '' };
    return new DataError(`${this.#store.options.op}: ${path} was good before: ${reason}`, {
      code: 'E_IO',
      fix: 'leave the files as they are while they are in use',
    });
  }
}

function keysOf(
  files: readonly ImageFile[],
  groupBy: (file: ImageFile) => GroupKey | undefined,
): readonly GroupKey[] {
  const keys = files.map(groupBy);
  const isMissing = (key: GroupKey | undefined): boolean => key === undefined || key === null || key === '';
  const missing = keys.filter(isMissing).length;
  if (missing === 0) return keys as readonly GroupKey[];
  const first = files[keys.findIndex(isMissing)] as ImageFile;
  throw new DataError(
    `split: groupBy gives no group for ${missing} of ${files.length} files, the first is ${first.path}`,
    { fix: 'leave such files out, or give each a group of its own: fields?.patient ?? path' },
  );
}
