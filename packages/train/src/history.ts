/** Averages over one pass: `loss`, one number per metric, and the same with `validation` in front. */
export type EpochLogs = Readonly<Record<string, number>>;

/** Where training stands: enough to go on at the next batch. What layers draw (dropout) begins anew. */
export interface TrainingPosition {
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Batches of that epoch that were done. */
  readonly batch: number;
  /** Seed of the shuffle. */
  readonly seed: number;
}

/** Why training ended. */
export type StopReason = 'finished' | 'earlyStopping' | 'aborted';

/** What `fit` gives back. */
export interface History {
  /** One row per finished epoch. */
  readonly epochs: readonly EpochLogs[];
  readonly stopped: StopReason;
  /** Index in `epochs` of the best one by the watched number; undefined without early stopping. */
  readonly bestEpoch: number | undefined;
  /** Where to go on: pass it as `from`. */
  readonly position: TrainingPosition;
}
