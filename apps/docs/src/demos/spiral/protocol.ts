import type { Grid } from '../shared/surface-map.js';

export const exampleCount = 240;
export const noise = 0.1;
export const seed = 1;
/** The part of the plane that is drawn. */
export const bound = 6;

/** Sets of examples that the reader can choose. */
export type DataName = 'spiral' | 'circle' | 'xor';

/** What the reader has set. */
export interface Settings {
  readonly data: DataName;
  readonly rate: number;
}

/** One example of two classes. */
export interface Example {
  readonly x: number;
  readonly y: number;
  readonly isOne: boolean;
}

/** What is drawn. */
export interface View {
  readonly loss: number;
  /** The share of examples whose class the net finds. */
  readonly accuracy: number;
  readonly parameterCount: number;
  /** What the net answers over the plane: logits, above 0 for class 1. */
  readonly map: Grid;
  /** Those it learns from, where they have changed. */
  readonly examples: readonly Example[] | undefined;
}
