import { checkWhole, showShape, ValueError } from '@descent/core';
import { checkFraction } from './check-fraction.js';
import { checkPlaces } from './check-places.js';
import { checkWalk } from './check-walk.js';
import type { Batch, BatchOptions, BatchPart, Dataset } from './dataset.js';
import { checkedOptions } from './options/checked-options.js';
import * as kinds from './options/kinds.js';
import type { Part } from './part.js';
import { shuffledPlaces } from './shuffled-places.js';
import { splitPlaces } from './split-places.js';

/** Options of {@link ArrayDataset.split}. */
export interface SplitOptions {
  /** Determines which examples go where. Default 0. */
  readonly seed?: number;
  /** Keep the share of every class; needs class indices as targets. Default false. */
  readonly stratified?: boolean;
}

/** Inputs, targets and perhaps weights of all examples. */
export interface DatasetParts {
  readonly x: Part;
  readonly y: Part;
  /** One number >= 0 per example. */
  readonly weights?: Part | undefined;
}

/**
 * A dataset whose examples are all in memory. Its parts share the memory.
 *
 * @example
 * const data = fromArrays({ x: [[0], [1], [2], [3]], y: [[0], [2], [4], [6]] });
 * const [train, test] = data.split(0.75);
 * for await (const { x, y, size } of train.batches({ batchSize: 2, order: { seed: 1, epoch: 0 } })) …
 */
export class ArrayDataset implements Dataset {
  /** Number of examples. */
  readonly length: number;
  /** Shape of one input. */
  readonly inputShape: readonly number[];
  /** Shape of one target: `[]` for class indices. */
  readonly targetShape: readonly number[];
  /** Names of the classes, where they were given. */
  readonly classNames: readonly string[] | undefined;
  readonly #parts: DatasetParts;
  /** Examples in order; undefined for all as they lie. */
  readonly #indices: Int32Array | undefined;

  /** Use {@link fromArrays}, which checks what this takes as it is. */
  constructor(parts: DatasetParts, classNames?: readonly string[], indices?: Int32Array) {
    const { x, y } = parts;
    this.#parts = parts;
    this.#indices = indices;
    this.length = indices?.length ?? x.count;
    this.inputShape = x.shape;
    this.targetShape = y.shape;
    this.classNames = classNames;
  }

  /**
   * Walks through the examples once, a batch at a time; each batch has arrays of its own.
   * @throws ValueError for a batch size that is no whole number >= 1, an epoch or start that is none >= 0
   */
  async *batches(options: BatchOptions): AsyncGenerator<Batch> {
    checkWalk(options);
    const { batchSize, order, start = 0 } = options;
    const places = order && shuffledPlaces(this.length, order);
    for (let from = start * batchSize; from < this.length; from += batchSize) {
      const size = Math.min(batchSize, this.length - from);
      const picked = new Int32Array(size);
      for (let i = 0; i < size; i++) picked[i] = this.#at(places ? (places[from + i] as number) : from + i);
      const { x, y, weights } = this.#parts;
      const some = { x: gather(x, picked), y: gather(y, picked), size };
      yield weights ? { ...some, weights: gather(weights, picked) } : some;
    }
  }

  /**
   * The first `count` examples, or all when there are fewer.
   * @throws ValueError for a count that is no whole number >= 0
   */
  take(count: number): ArrayDataset {
    checkWhole('take', 'count', count, 0);
    return this.pick(Int32Array.from({ length: Math.min(count, this.length) }, (_, i) => i));
  }

  /**
   * All but the first `count` examples.
   * @throws ValueError for a count that is no whole number >= 0
   */
  skip(count: number): ArrayDataset {
    checkWhole('skip', 'count', count, 0);
    return this.pick(Int32Array.from({ length: Math.max(0, this.length - count) }, (_, i) => count + i));
  }

  /**
   * Cuts the dataset in two at random.
   *
   * @param fraction - share of the first part, in (0, 1)
   * @returns two datasets without a common example
   * @throws ValueError for a fraction outside (0, 1), or `stratified` without class indices
   * @example const [train, validation] = data.split(0.9, { stratified: true });
   */
  split(fraction: number, options: SplitOptions = {}): [ArrayDataset, ArrayDataset] {
    checkFraction('split', fraction);
    const names = { seed: kinds.seed, stratified: kinds.flag };
    const { seed = 0, stratified = false } = checkedOptions('split', options, names);
    const labels = stratified ? this.#classes() : undefined;
    const [first, second] = splitPlaces(this.length, fraction, seed, labels);
    return [this.pick(first), this.pick(second)];
  }

  /**
   * The examples at the given places, in that order.
   *
   * @param places - whole numbers from 0 to length − 1
   * @throws ShapeError E_INDEX for another place; ValueError for what is no Int32Array
   * @example data.pick(Int32Array.of(4, 0)).length; // 2
   */
  pick(places: Int32Array): ArrayDataset {
    checkPlaces(places, this.length);
    return new ArrayDataset(
      this.#parts,
      this.classNames,
      places.map((place) => this.#at(place)),
    );
  }

  /** The class index of each example, in order; undefined where targets are something else. */
  get labels(): Int32Array | undefined {
    const { values } = this.#parts.y;
    if (this.targetShape.length > 0 || !(values instanceof Int32Array)) return undefined;
    return Int32Array.from({ length: this.length }, (_, place) => values[this.#at(place)] as number);
  }

  /** The labels, which a stratified split needs. */
  #classes(): Int32Array {
    const { labels } = this;
    if (labels) return labels;
    const kind = this.#parts.y.values instanceof Float32Array ? 'float32' : 'int32';
    throw new ValueError(
      `split: stratified needs one class index per example, the targets are ${kind} of shape ${showShape(this.targetShape)}`,
      { fix: 'give y as an Int32Array of class indices' },
    );
  }

  #at(place: number): number {
    return this.#indices ? (this.#indices[place] as number) : place;
  }
}

/** Copies examples out, converted on the way. */
function gather({ values, shape, size, scale }: Part, picked: Int32Array): BatchPart {
  const isWhole = values instanceof Int32Array;
  const out = isWhole ? new Int32Array(picked.length * size) : new Float32Array(picked.length * size);
  for (let i = 0; i < picked.length; i++) {
    const first = (picked[i] as number) * size;
    // Copying a stretch pays when it is long.
    if (scale === 1 && size > 64) out.set(values.subarray(first, first + size), i * size);
    else for (let k = 0; k < size; k++) out[i * size + k] = (values[first + k] as number) * scale;
  }
  return { values: out, shape: [picked.length, ...shape] };
}
