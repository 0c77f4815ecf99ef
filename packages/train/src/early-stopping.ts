import { checkWhole, describeValue, ValueError } from '@descent/core';
import type { EpochLogs } from './history.js';
import type { Snapshot } from './snapshot.js';

/** Options of early stopping. */
export interface EarlyStoppingOptions {
  /** The number to watch. Default 'validationLoss', or 'loss' without validation data. */
  readonly monitor?: string;
  /** How many epochs may pass without a better one. Default 0: stop at the first. */
  readonly patience?: number;
  /** By how much a better one must be better. Default 0. */
  readonly minDelta?: number;
  /** Default: 'max' for numbers whose name contains 'accuracy', else 'min'. */
  readonly mode?: 'min' | 'max';
  /** Put the parameters of the best epoch back at the end, unless training was aborted. Default true. */
  readonly restoreBest?: boolean;
}

/** Watches a number and keeps the parameters of the best epoch. */
export class EarlyStopping {
  readonly #monitor: string;
  readonly #patience: number;
  readonly #minDelta: number;
  readonly #sign: 1 | -1;
  readonly #restoreBest: boolean;
  #best = Number.POSITIVE_INFINITY;
  #bestEpoch: number | undefined;
  #kept: Snapshot | undefined;

  /**
   * @param reported - names of the numbers that every epoch reports
   * @throws ValueError for options out of range, and when nothing is called as `monitor` says
   */
  constructor(options: EarlyStoppingOptions, reported: readonly string[]) {
    const usual = reported.includes('validationLoss') ? 'validationLoss' : 'loss';
    const { monitor = usual, patience = 0, minDelta = 0 } = options;
    if (!reported.includes(monitor)) {
      throw new ValueError(`earlyStopping: nothing is called ${describeValue(monitor)}`, {
        fix: `watch one of ${reported.join(', ')}`,
      });
    }
    checkWhole('earlyStopping', 'patience', patience, 0);
    if (!(typeof minDelta === 'number' && minDelta >= 0)) {
      throw new ValueError(`earlyStopping: minDelta must be a number >= 0, got ${describeValue(minDelta)}`);
    }
    this.#monitor = monitor;
    this.#patience = patience;
    this.#minDelta = minDelta;
    if (options.mode !== undefined && options.mode !== 'min' && options.mode !== 'max') {
      throw new ValueError(`earlyStopping: mode must be 'min' or 'max', got ${describeValue(options.mode)}`);
    }
    const mode = options.mode ?? (monitor.toLowerCase().includes('accuracy') ? 'max' : 'min');
    this.#sign = mode === 'min' ? 1 : -1;
    this.#restoreBest = options.restoreBest ?? true;
  }

  /** Index of the best epoch so far. */
  get bestEpoch(): number | undefined {
    return this.#bestEpoch;
  }

  /**
   * Takes note of an epoch.
   * @param capture - called when the epoch is the best so far and its parameters are to be kept
   * @returns true when training should stop
   * @throws ValueError when the watched number is NaN
   */
  observe(epoch: number, logs: EpochLogs, capture: () => Snapshot): boolean {
    const value = logs[this.#monitor];
    // An epoch that was continued behind its last batch reports nothing.
    if (value === undefined) return false;
    if (Number.isNaN(value)) {
      throw new ValueError(`earlyStopping: ${this.#monitor} is NaN after epoch ${epoch + 1}`, {
        fix: 'look for NaN and infinities in the validation data',
      });
    }
    if (this.#bestEpoch === undefined || this.#sign * value < this.#best - this.#minDelta) {
      this.#best = this.#sign * value;
      this.#bestEpoch = epoch;
      this.#kept?.dispose();
      this.#kept = this.#restoreBest ? capture() : undefined;
    }
    return epoch - this.#bestEpoch >= Math.max(1, this.#patience);
  }

  /** Puts the best epoch's parameters back, when they were kept. */
  restore(): void {
    this.#kept?.restore();
  }

  /** Frees what was kept. */
  dispose(): void {
    this.#kept?.dispose();
    this.#kept = undefined;
  }
}
