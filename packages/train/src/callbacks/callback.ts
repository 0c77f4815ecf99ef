import type { Model } from '@descent/layers';
import type { NamedArray } from '../checkpoints/safetensors.js';
import type { EpochLogs, StopReason, TrainingPosition } from '../history.js';
import type { Optimizer } from '../optimizers/optimizer.js';

/** A run of `fit`, as callbacks see it. */
export interface Training {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Passes over the data that were asked for. */
  readonly epochCount: number;
  /** Steps of an epoch, where the length of the data is known. */
  readonly batchCount: number | undefined;
  /** Names of the numbers that every epoch reports: 'loss', 'accuracy', 'validationLoss', … */
  readonly reported: readonly string[];
  /** One row per finished epoch. */
  readonly epochs: readonly EpochLogs[];
  /** Where training stands. */
  readonly position: TrainingPosition;
  /** Index in `epochs` of the best one; for `history`. */
  bestEpoch: number | undefined;
  /** Ends training after this callback; `history.stopped` says why. */
  stop(reason: StopReason): void;
}

/** What a callback remembers in a checkpoint. */
export interface CallbackState {
  /** Plain data. */
  readonly values?: unknown;
  /** Arrays by name. */
  readonly arrays?: Readonly<Record<string, NamedArray>>;
}

/** A device that was lost while it trained. */
export interface DeviceLoss {
  /** The backend. */
  readonly name: string;
  /** Why, as far as it knows. */
  readonly reason: string;
  /** The backend that training goes on with. */
  readonly next: string;
  /** Where it goes on: at the last backup. */
  readonly position: TrainingPosition;
}

/**
 * Something that follows training: what it is told, in order, and awaited. An error in one ends training, with the
 * parameters of the last finished step.
 *
 * @example
 * const everyTenth: Callback = {
 *   onBatchEnd: ({ batch }, { loss }) => {
 *     if (batch % 10 === 0) console.log(loss);
 *   },
 * };
 */
export interface Callback {
  /** Names it in checkpoints; needed where it has something to remember. */
  readonly name?: string;
  /**
   * Whether `onBatchEnd` makes do with the position and the logs. A device that works beside the host, as a GPU does, need
   * not wait then: it may have begun the next step, which a `stop` lets pass. Default false.
   */
  readonly readsLogsOnly?: boolean;
  /** Before the first epoch; a callback that is used again begins anew. Throws where it cannot work. */
  onTrainBegin?(training: Training): void | Promise<void>;
  /**
   * Before training goes on from a checkpoint, and before `onTrainBegin`: brings about what the callback had changed of
   * the model's form by then, such as which layers are frozen.
   */
  onResume?(position: TrainingPosition, training: Training): void;
  /**
   * Before the first batch of an epoch, counted from 0. What is frozen or set free here counts from this epoch on; at
   * other times, from the next.
   */
  onEpochBegin?(epoch: number, training: Training): void | Promise<void>;
  /**
   * After each step, with the means of the epoch so far. It finds model and optimizer as the step left them, so that a GPU
   * waits for it; see `readsLogsOnly`.
   */
  onBatchEnd?(position: TrainingPosition, logs: EpochLogs, training: Training): void | Promise<void>;
  /** After each epoch and its validation. */
  onEpochEnd?(epoch: number, logs: EpochLogs, training: Training): void | Promise<void>;
  /**
   * When the device was lost, and training goes on from the last backup: what it remembers was given back by `load`, and
   * it is told once more of the batches and epochs since.
   */
  onDeviceLost?(loss: DeviceLoss, training: Training): void | Promise<void>;
  /** When training has ended, but not by an error. */
  onTrainEnd?(training: Training, stopped: StopReason): void | Promise<void>;
  /** For checkpoints: what it has to remember. */
  save?(training: Training): CallbackState | Promise<CallbackState>;
  /**
   * When training goes on from a checkpoint, after `onTrainBegin`, or from a backup, after a device was lost: what it
   * remembered.
   */
  load?(state: CallbackState, training: Training): void;
  /** At the very end, after an error too: frees what is held. */
  dispose?(): void;
}

/** Tells several callbacks one after another. Nothing is awaited where nobody made a promise. */
export class Callbacks {
  readonly #all: readonly Callback[];
  readonly #ofBatches: readonly Callback[];

  constructor(all: readonly Callback[]) {
    this.#all = all;
    this.#ofBatches = all.filter(({ onBatchEnd }) => onBatchEnd);
  }

  async trainBegin(training: Training): Promise<void> {
    for (const each of this.#all) await each.onTrainBegin?.(training);
  }

  resume(position: TrainingPosition, training: Training): void {
    for (const each of this.#all) each.onResume?.(position, training);
  }

  async epochBegin(epoch: number, training: Training): Promise<void> {
    for (const each of this.#all) await each.onEpochBegin?.(epoch, training);
  }

  batchEnd(logs: () => EpochLogs, training: Training): void | Promise<void> {
    if (this.#ofBatches.length > 0) return this.#batchEnd(logs(), training);
  }

  async #batchEnd(logs: EpochLogs, training: Training): Promise<void> {
    for (const each of this.#ofBatches) await each.onBatchEnd?.(training.position, logs, training);
  }

  async epochEnd(epoch: number, logs: EpochLogs, training: Training): Promise<void> {
    for (const each of this.#all) await each.onEpochEnd?.(epoch, logs, training);
  }

  async deviceLost(loss: DeviceLoss, training: Training): Promise<void> {
    for (const each of this.#all) await each.onDeviceLost?.(loss, training);
  }

  async trainEnd(training: Training, stopped: StopReason): Promise<void> {
    for (const each of this.#all) await each.onTrainEnd?.(training, stopped);
  }

  /** What each remembers, by name; of two of one name the first. */
  async save(training: Training): Promise<ReadonlyMap<string, CallbackState>> {
    const states = new Map<string, CallbackState>();
    for (const each of this.#all) {
      if (each.name === undefined || states.has(each.name)) continue;
      const state = await each.save?.(training);
      if (state) states.set(each.name, state);
    }
    return states;
  }

  load(states: ReadonlyMap<string, CallbackState>, training: Training): void {
    for (const each of this.#all) {
      const state = each.name === undefined ? undefined : states.get(each.name);
      if (state) each.load?.(state, training);
    }
  }

  /** Tells all, and then throws the first error that one of them threw. */
  dispose(): void {
    const errors: unknown[] = [];
    for (const each of this.#all) {
      try {
        each.dispose?.();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
