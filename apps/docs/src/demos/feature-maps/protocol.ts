import type { Stage } from '../shared/stages.js';

/** Filters of a convolution. */
export interface Filters {
  /** Of a filter, each way. */
  readonly edge: number;
  /** Channels of each filter. */
  readonly depth: number;
  /** [filters, edge, edge, depth] */
  readonly values: Float32Array;
  /** The largest size among all of the layer. */
  readonly most: number;
}

/** A map, by its layer and number. */
export interface MapPlace {
  readonly stage: number;
  readonly map: number;
}

/** A unit: a place in a map. */
export interface Unit extends MapPlace {
  readonly row: number;
  readonly column: number;
}

/** What the reader has set. */
export interface Settings {
  /** 28 × 28 numbers from 0 to 1. */
  readonly picture: Float32Array;
  /** Maps that are switched off: `conv2d:3`. */
  readonly off: readonly string[];
  /** Which of {@link View.moments} is looked at; −1 for now. */
  readonly moment: number;
}

/** What the reader does. */
export type Act =
  /** Asks for a garment of the test pictures. */
  | { readonly type: 'garment' }
  /** Asks which garments excite a map most. */
  | { readonly type: 'excite'; readonly place: MapPlace };

/** Parts of test pictures, those that excite a map most. */
export interface Patches extends MapPlace {
  /** Of a part, each way. */
  readonly edge: number;
  readonly pixels: Float32Array;
  readonly values: readonly number[];
}

/** What is drawn. */
export interface View {
  readonly step: number;
  readonly stepCount: number;
  readonly hasData: boolean;
  /** Share of right answers on test pictures at the last moment; undefined before the first test. */
  readonly accuracy: number | undefined;
  /** Steps after which the weights were kept, the first before any. */
  readonly moments: readonly number[];
  /** The step whose weights are looked at. */
  readonly lookedAt: number;
  /** The picture as the net sees it. */
  readonly seen: Float32Array;
  readonly stages: readonly Stage[];
  /** Of each stage: [row, column, map]; and the largest value of all its maps. */
  readonly maps: readonly Float32Array[];
  readonly most: readonly number[];
  /** By the name of the convolution. */
  readonly filters: Readonly<Record<string, Filters>>;
  /** Probabilities of the classes, and what they would be with no map switched off. */
  readonly shares: readonly number[];
  readonly wholeShares: readonly number[];
  /** A garment that was asked for, by its number among the test pictures. */
  readonly garment:
    | { readonly index: number; readonly label: number; readonly pixels: Float32Array }
    | undefined;
  readonly patches: Patches | undefined;
}

/** Steps between two moments that are kept. */
export const keepEvery = 50;
/** Parts of pictures that are shown for a map. */
export const patchCount = 9;
