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

/** What the reader has set; the newest counts. */
export interface Settings {
  readonly points: readonly Point[];
  readonly lossKind: LossKind;
  /** α of the rule, with the factor 2 of the squared error's derivative folded in. */
  readonly learningRate: number;
  /** Points per update; all of them when there are fewer. */
  readonly batchSize: number;
  /** Updates per second; Infinity for as fast as it goes. */
  readonly speed: number;
}

/** From the page to the worker. */
export type Request =
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'place'; readonly line: Line }
  | { readonly type: 'step' | 'run' | 'pause' };

/** Losses of a grid of lines: w1 by rows from the top, w0 by columns. */
export interface Surface {
  readonly values: Float32Array;
  readonly size: number;
}

/** Where training stands. */
export interface Progress {
  readonly type: 'progress';
  /** Updates since the line was last placed. */
  readonly step: number;
  readonly line: Line;
  /** Mean over all points. */
  readonly loss: number;
  /** Lines since the last report, w0 and w1 in turn, the current one last. */
  readonly path: Float32Array;
  readonly isRunning: boolean;
  readonly end: End | undefined;
}

/** Why more updates would be of no use: the line has run away, or it no longer moves. */
export type End = 'diverged' | 'settled';

/** From the worker to the page. */
export type Report =
  | { readonly type: 'ready'; readonly backend: string }
  | { readonly type: 'surface'; readonly surface: Surface; readonly best: Line | undefined }
  | Progress
  | { readonly type: 'failed'; readonly message: string };

/** The part of the plane that is drawn. */
export const bounds = { x: 5, y: 5, w0: 5, w1: 3 } as const;
