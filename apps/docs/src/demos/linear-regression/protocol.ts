import type { Grid } from '../shared/surface-map.js';

/** Weights of the line h(x) = w1 x + w0. */
export interface Line {
  readonly w0: number;
  readonly w1: number;
}

/** A point of the data. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the loss makes of a residual: its square or its absolute value. */
export type LossKind = 'squared' | 'absolute';

/** What the reader has set. */
export interface Settings {
  readonly points: readonly Point[];
  readonly loss: LossKind;
  /** α of the rule, with the factor 2 of the squared error's derivative folded in. */
  readonly rate: number;
  /** Points per update. */
  readonly batch: 'all' | '4' | '1';
}

/** What is drawn. */
export interface View {
  readonly line: Line;
  /** Mean over all points. */
  readonly loss: number;
  /** Lines since the last view, w0 and w1 in turn, the current one last. */
  readonly path: Float32Array;
  /** The line was placed anew: what was drawn of the path before is over. */
  readonly isPlaced: boolean;
  /** The loss of all lines, w1 by rows, w0 by columns, when it has changed. */
  readonly surface: Grid | undefined;
  /** The line of least squares; undefined where the loss is another, or no line is the only best. */
  readonly best: Line | undefined;
}

/** Why more updates would be of no use: the line has run away, or it no longer moves. */
export type End = 'diverged' | 'settled';

/** The part of the plane that is drawn. */
export const bounds = { x: 5, y: 5, w0: 5, w1: 3 } as const;
