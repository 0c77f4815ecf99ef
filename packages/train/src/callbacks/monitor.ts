import { describeValue, ValueError } from '@descent/core';
import type { EpochLogs } from '../history.js';
import type { Training } from './callback.js';

/** Which number a callback watches. */
export interface MonitorOptions {
  /** The number to watch. Default 'validationLoss', or 'loss' without validation data. */
  readonly monitor?: string;
  /** By how much a better one must be better. Default 0. */
  readonly minDelta?: number;
  /** Default: 'max' for accuracy, precision, recall, F1, AUC, IoU and R², else 'min'. */
  readonly mode?: 'min' | 'max';
}

/** Names of {@link MonitorOptions}. */
export const monitorOptionNames = ['monitor', 'minDelta', 'mode'] as const;

const better = /accuracy|precision|recall|f1|auc|iou|r2/i;

/** Knows the best value of a number so far. */
export class Monitor {
  readonly name: string;
  readonly #op: string;
  readonly #minDelta: number;
  readonly #sign: 1 | -1;
  #best = Number.POSITIVE_INFINITY;

  /**
   * @param op - the callback, for messages
   * @throws ValueError for options out of range, and when nothing is called as `monitor` says
   */
  constructor(op: string, options: MonitorOptions, { reported }: Training) {
    const usual = reported.includes('validationLoss') ? 'validationLoss' : 'loss';
    const { monitor = usual, minDelta = 0, mode } = options;
    if (!reported.includes(monitor)) {
      throw new ValueError(`${op}: nothing is called ${describeValue(monitor)}`, {
        fix: `watch one of ${reported.join(', ')}`,
      });
    }
    if (!(typeof minDelta === 'number' && minDelta >= 0)) {
      throw new ValueError(`${op}: minDelta must be a number >= 0, got ${describeValue(minDelta)}`);
    }
    if (mode !== undefined && mode !== 'min' && mode !== 'max') {
      throw new ValueError(`${op}: mode must be 'min' or 'max', got ${describeValue(mode)}`);
    }
    this.#op = op;
    this.name = monitor;
    this.#minDelta = minDelta;
    this.#sign = (mode ?? (better.test(monitor) ? 'max' : 'min')) === 'min' ? 1 : -1;
  }

  /** The best so far, for checkpoints; smaller is better. */
  get best(): number {
    return this.#best;
  }

  set best(best: number) {
    this.#best = best;
  }

  /**
   * Whether an epoch is better than all before it; undefined for one that reports nothing, continued behind its last
   * batch.
   * @throws ValueError when the number is NaN
   */
  improves(epoch: number, logs: EpochLogs): boolean | undefined {
    const value = logs[this.name];
    if (value === undefined) return undefined;
    if (Number.isNaN(value)) {
      throw new ValueError(`${this.#op}: ${this.name} is NaN after epoch ${epoch + 1}`, {
        fix: 'look for NaN and infinities in the validation data',
      });
    }
    const isFirst = this.#best === Number.POSITIVE_INFINITY;
    if (!isFirst && !(this.#sign * value < this.#best - this.#minDelta)) return false;
    this.#best = this.#sign * value;
    return true;
  }
}
