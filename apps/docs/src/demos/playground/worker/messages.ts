import type { BackendChoice } from '../../shared/training/backends.js';
import type { Moments } from '../data/features.js';
import type { State } from '../state/state.js';

/** A number of the net, by its place: the weight from input or unit `from` to unit `to` of a layer, or the unit's bias. */
export interface NumberPlace {
  /** 0 is the first hidden layer, or the output where there is none. */
  readonly layer: number;
  /** Undefined for the bias. */
  readonly from?: number;
  readonly to: number;
}

/** From the page to the worker. */
export type Request =
  | { readonly type: 'start'; readonly backend: BackendChoice; readonly state: State }
  | { readonly type: 'state'; readonly state: State }
  /** From the start; with the weights of the link, where there are some. */
  | { readonly type: 'reset'; readonly state: State }
  | { readonly type: 'run' | 'pause' | 'step' }
  | { readonly type: 'edit'; readonly place: NumberPlace; readonly value: number }
  /** Looks at an epoch that is remembered, the latest that is not after it; training goes on from there. */
  | { readonly type: 'look'; readonly epoch: number }
  /** Asks for what is to be drawn now: the map of a unit, and what all units give at a place. */
  | {
      readonly type: 'frame';
      readonly unit: number;
      readonly at: readonly [x: number, y: number] | undefined;
    };

/** How many numbers there are in each row of the history. */
export const rowWidth = 6;
/** What they are. */
export const rowNames = ['epoch', 'trainLoss', 'testLoss', 'trainScore', 'testScore', 'penalty'] as const;

/** Why training ended. */
export interface Failure {
  /** The update that went wrong: its epoch and batch, from 1. */
  readonly epoch: number;
  readonly batch: number;
  /** The layer whose numbers went first, from 0; undefined for the loss itself. */
  readonly layer: number | undefined;
  /** Of the gradient of that batch. */
  readonly gradientNorm: number;
  /** The norm of the gradient of the last batches before it. */
  readonly normsBefore: readonly number[];
}

/** How learning goes in a layer. */
export interface LayerHealth {
  readonly gradientNorm: number;
  readonly updateRatio: number;
  readonly deadUnits: number | undefined;
  readonly saturation: number | undefined;
}

/** What is drawn. */
export interface View {
  readonly type: 'view';
  readonly epoch: number;
  /** The last epoch of the run: later than {@link epoch} while the reader looks back. */
  readonly lastEpoch: number;
  readonly isRunning: boolean;
  readonly failure: Failure | undefined;
  /** Of the epoch that is shown: {@link rowNames}; empty where there is nothing to learn. */
  readonly row: Float32Array;
  /** Rows since the last view. */
  readonly rows: Float32Array;
  /** The history begins anew with the rows; or ends, going back, before the first of them. */
  readonly isAnew: boolean;
  readonly kernels: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
  readonly alive: readonly Float32Array[];
  /** The asked unit over the plane, {@link mapSize}² numbers, rows from the top. */
  readonly map: Float32Array;
  readonly unit: number;
  /** {@link tileSize}² numbers for each unit, the output last. */
  readonly tiles: Float32Array;
  /** The output for each point. */
  readonly answers: Float32Array;
  /** What every unit gives at the place that was asked for; empty for none. */
  readonly values: Float32Array;
  readonly health: readonly LayerHealth[];
  /** How many of the points that test are of class −1 and 1 (rows), and were taken for them (columns). */
  readonly confusion: readonly (readonly number[])[];
  /** Updates in a second of training; 0 while there is none. */
  readonly stepsPerSecond: number;
  /** The earliest epoch that is remembered. */
  readonly earliest: number;
  /** What the inputs are standardized by; undefined for inputs as they are. */
  readonly moments: Moments | undefined;
  readonly parameterCount: number;
}

export const mapSize = 100;
export const tileSize = 10;

/** From the worker to the page. */
export type Report =
  | View
  | { readonly type: 'ready'; readonly backend: BackendChoice; readonly description: string }
  | {
      readonly type: 'points';
      readonly places: Float32Array;
      readonly labels: Float32Array;
      readonly trainCount: number;
    }
  | {
      readonly type: 'thumbnail';
      readonly name: string;
      readonly places: Float32Array;
      readonly labels: Float32Array;
    }
  | { readonly type: 'failed'; readonly message: string };
