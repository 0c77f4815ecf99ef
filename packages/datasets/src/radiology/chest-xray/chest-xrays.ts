import { DataError } from '@descent/core';
import { ArrayDataset } from '../../array-dataset.js';
import { checkFraction } from '../../check-fraction.js';
import { checkedOptions } from '../../options/checked-options.js';
import * as kinds from '../../options/kinds.js';
import { makePart } from '../../part.js';
import { type GroupSplitOptions, splitPlacesByGroup } from '../../split-by-group.js';
import type { LeftOutFile, XrayRecord } from './xray-record.js';

/** What {@link ChestXrays.of} makes them of. */
interface Decoded {
  /** In the order of `pixels`. */
  readonly decoded: readonly (XrayRecord | LeftOutFile)[];
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly layout: string;
  readonly leftOut: readonly LeftOutFile[];
  readonly name: string;
}

/** Radiographs as a dataset, with what is known of each. Parts of it share its memory. */
export class ChestXrays {
  /** Inputs [height, width, 1], 0 to 1; targets class indices. */
  readonly data: ArrayDataset;
  /** What is known of each, in the order of the data. */
  readonly images: readonly XrayRecord[];
  /** How the collection is laid out, in a few words. */
  readonly layout: string;
  /** Files that are not in it, and why. */
  readonly leftOut: readonly LeftOutFile[];

  private constructor(
    data: ArrayDataset,
    images: readonly XrayRecord[],
    layout: string,
    leftOut: readonly LeftOutFile[],
  ) {
    this.data = data;
    this.images = images;
    this.layout = layout;
    this.leftOut = leftOut;
  }

  /** For chestXray itself. */
  static of({ decoded, pixels, width, height, layout, leftOut, name }: Decoded): ChestXrays {
    const isRecord = (each: XrayRecord | LeftOutFile): each is XrayRecord => 'label' in each;
    const images = decoded.filter(isRecord);
    const bad = decoded.filter((each): each is LeftOutFile => !isRecord(each));
    if (images.length === 0) {
      throw new DataError(
        `chestXray: ${name}: no picture can be decoded, ${bad[0]?.path} because ${bad[0]?.problem}`,
      );
    }
    const classNames = [...new Set(images.map(({ label }) => label))].sort();
    const labels = decoded.map((each) => (isRecord(each) ? classNames.indexOf(each.label) : 0));
    const x = makePart('x', pixels, [height, width, 1], 1 / 255);
    const all = new ArrayDataset({ x, y: makePart('y', Int32Array.from(labels), []) }, classNames);
    const places = Int32Array.from(decoded.keys()).filter((i) =>
      isRecord(decoded[i] as XrayRecord | LeftOutFile),
    );
    return new ChestXrays(all.pick(places), images, layout, [...leftOut, ...bad]);
  }

  /** Number of pictures. */
  get length(): number {
    return this.images.length;
  }

  /** Names of the classes, by class index. */
  get classNames(): readonly string[] {
    return this.data.classNames ?? [];
  }

  /** Share of the pictures of which it is known whom they are of, from 0 to 1. */
  get knownPatients(): number {
    return this.images.filter(({ group }) => group !== undefined).length / this.length;
  }

  /**
   * Two parts without a common person, with the shares of the classes as close as that allows. A picture of which it is
   * not known whom it is of counts as a person of its own: look at `knownPatients`.
   *
   * @param fraction - share of the first part, in (0, 1)
   * @throws ValueError for a fraction outside (0, 1); DataError for pictures of a single person
   * @example const [train, test] = xrays.split(0.8, { seed: 1 });
   */
  split(fraction: number, options: GroupSplitOptions = {}): [ChestXrays, ChestXrays] {
    checkFraction('split', fraction);
    const { seed = 0 } = checkedOptions('split', options, { seed: kinds.seed });
    const keys = this.images.map(({ group, path }) =>
      group === undefined ? `file ${path}` : `person ${group}`,
    );
    const [first, second] = splitPlacesByGroup(this.length, keys, fraction, seed, this.data.labels);
    return [this.pick(first), this.pick(second)];
  }

  /**
   * The pictures at the given places, in that order.
   * @example xrays.pick(Int32Array.of(4, 0)).length // 2
   */
  pick(places: Int32Array): ChestXrays {
    const images = Array.from(places, (place) => this.images[place] as XrayRecord);
    return new ChestXrays(this.data.pick(places), images, this.layout, this.leftOut);
  }
}
