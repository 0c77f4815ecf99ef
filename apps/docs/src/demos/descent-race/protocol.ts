import type { Grid } from '../shared/surface-map.js';
import type { SurfaceName } from './surfaces.js';

/** Those that run, in the order of their places in a view. */
export const racers = ['descent', 'momentum', 'adam'] as const;

/** A place on the surface. */
export interface Place {
  readonly w1: number;
  readonly w2: number;
}

/** What the reader has set. */
export interface Settings {
  readonly surface: SurfaceName;
  readonly rate: number;
  /** β of the momentum: the share of the last step that goes on. */
  readonly momentum: number;
  /** Whether every gradient is as uncertain as that of a small batch. */
  readonly noise: boolean;
  /** Where all of them start. */
  readonly start: Place;
}

/** What is drawn. */
export interface View {
  /** Places of all racers, w1 and w2 in turn, of every step since the last view, the current one last. */
  readonly path: Float32Array;
  /** The loss where each stands. */
  readonly losses: Float32Array;
  /** The gradient where gradient descent stands. */
  readonly gradient: Float32Array;
  /** They are at the start: what was drawn before is over. */
  readonly isNew: boolean;
  /** The loss of the plane, when it has changed. */
  readonly map: Grid | undefined;
}

/** The part of the plane that is drawn. */
export const bound = 3;
