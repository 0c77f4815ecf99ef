import type { BackendChoice } from '../shared/training/backends.js';

/** What the reader has set. */
export interface Settings {
  /** Units of each of the two hidden layers. */
  readonly width: number;
  /** Examples of a step. */
  readonly batch: number;
}

/** From the page to the worker. */
export interface Request {
  readonly settings: Settings;
  readonly choices: readonly BackendChoice[];
}

/** Times in milliseconds: of the first run, which builds what the others use, and of those after it. */
export interface Timing {
  readonly first: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** A training on a backend. */
export interface Training extends Timing {
  /** As the backend describes itself. */
  readonly description: string;
  /** After each step. */
  readonly losses: readonly number[];
  /** The largest error of a small matrix product, against 64 bits. */
  readonly error: number;
}

/** A product of two square matrices on a backend. */
export interface Product extends Timing {
  readonly size: number;
}

/** From the worker to the page, in the order in which it measures. */
export type Report =
  | { readonly type: 'begun' | 'done'; readonly choice: BackendChoice }
  | { readonly type: 'training'; readonly choice: BackendChoice; readonly training: Training }
  | { readonly type: 'product'; readonly choice: BackendChoice; readonly product: Product }
  | { readonly type: 'failed'; readonly choice: BackendChoice; readonly message: string }
  | { readonly type: 'finished' };

export const stepCount = 10;
/** How far the losses of ten steps may be apart, as the page of backends states it. */
export const tolerance = 1e-4;
export const sizes = [8, 16, 32, 64, 128, 256, 512, 1024] as const;
