/** Numbers of one pass: `loss`, one per metric, and the same with `validation` in front. */
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

/**
 * Why training ended: all epochs were done, a signal aborted it, a control stopped it, a step was not finite, or what a
 * callback says.
 */
export type StopReason = 'finished' | 'aborted' | 'stopped' | 'diverged' | (string & {});

/** What `fit` gives back. */
export interface History {
  /** One row per finished epoch. */
  readonly epochs: readonly EpochLogs[];
  readonly stopped: StopReason;
  /** Index in `epochs` of the best one by the watched number; undefined where nobody watches one. */
  readonly bestEpoch: number | undefined;
  /** Where to go on: pass it as `from`. */
  readonly position: TrainingPosition;
}
