import { BackendError, currentBackend, isLoss, recoverBackend } from '@descent/core';
import type { TrainingState } from './checkpoints/training-state.js';
import type { TrainingPosition } from './history.js';

/** Batches between two backups where the options name no number. */
export const defaultBackupEvery = 50;

/** Losses without any progress after which another backend is tried, or else training given up. */
const mostLosses = 3;

/** A training as it stands; what is on the device is still on its way. */
export interface Captured {
  readonly state: Promise<TrainingState>;
}

/** What {@link Survival.recover} found. */
export interface Recovery {
  /** What to go on from; undefined where training had not begun. */
  readonly state: TrainingState | undefined;
  /** The end of training, once the state is restored. */
  readonly surrender: BackendError | undefined;
}

/** Host copies of a training on a device that can be lost, and the way to go on from them. */
export class Survival {
  readonly #every: number;
  readonly #capture: () => Promise<Captured>;
  #latest: TrainingState | undefined;
  /** The backup that is on its way. */
  #pending: Promise<void> | undefined;
  #batchesSince = 0;
  #lossCount = 0;
  /** What the last loss left: the backup, and the furthest place in training. */
  #before: { readonly state: TrainingState | undefined; readonly position: TrainingPosition } | undefined;
  /** The error that nothing can be done about. */
  #last: BackendError | undefined;

  /**
   * @param every - batches between two backups
   * @param capture - takes hold of training as it is at the moment
   */
  constructor(every: number | 'off', capture: () => Promise<Captured>) {
    this.#every = every === 'off' ? Number.POSITIVE_INFINITY : every;
    this.#capture = capture;
  }

  /** Whether backups are wanted, and the device in use can be lost. */
  get isNeeded(): boolean {
    return this.#every < Number.POSITIVE_INFINITY && 'lost' in currentBackend();
  }

  /** Before the first step: waits for a backup, unless there is one. */
  async begin(): Promise<void> {
    if (this.isNeeded && !this.#latest) await this.#backUp();
  }

  /** Before a step that changes other cells than those before: waits for a backup that has them. */
  async beginAnew(): Promise<void> {
    if (this.isNeeded) await this.#backUp();
  }

  /** Whether a backup is due after so many more steps. */
  isDueAfter(steps: number): boolean {
    return this.#batchesSince + steps >= this.#every && !this.#pending && this.isNeeded;
  }

  /**
   * After a step: begins a backup when it is due; only what callbacks remember is waited for.
   * @param isLast - whether the device holds what this step left, and nothing later
   */
  batchEnd(isLast: boolean): void | Promise<void> {
    this.#batchesSince++;
    if (isLast && this.isDueAfter(0)) return this.#begin();
  }

  /** After an epoch: waits for a backup when it will soon be due, so that the epoch need not be told of twice. */
  async epochEnd(): Promise<void> {
    if (2 * this.#batchesSince >= this.#every && this.isNeeded) await this.#backUp();
  }

  /** Takes a state that was captured for another reason. */
  has(state: TrainingState): void {
    if (!this.isNeeded) return;
    this.#pending = undefined;
    this.#latest = state;
    this.#batchesSince = 0;
  }

  /**
   * An error as the loss that can be recovered from.
   * @throws the error, when it is none
   */
  lossIn(error: unknown): BackendError {
    if (this.#every === Number.POSITIVE_INFINITY || error === this.#last || !isLoss(error)) throw error;
    return error;
  }

  /**
   * Brings another backend into use.
   * @param position - how far training had come
   */
  async recover(loss: BackendError, position: TrainingPosition): Promise<Recovery> {
    // What is still on its way would come too late.
    this.#pending = undefined;
    this.#batchesSince = 0;
    const state = this.#latest;
    const isProgress =
      !this.#before || this.#before.state !== state || isLater(position, this.#before.position);
    this.#lossCount = isProgress ? 1 : this.#lossCount + 1;
    const furthest =
      this.#before && isLater(this.#before.position, position) ? this.#before.position : position;
    this.#before = { state, position: furthest };
    const { name } = currentBackend();
    const isStuck = this.#lossCount >= mostLosses;
    try {
      const { name: next } = await recoverBackend({ elsewhere: isStuck });
      if (!isStuck) return { state, surrender: undefined };
      this.#lossCount = 0;
      if (next !== name) return { state, surrender: undefined };
      this.#last = stuck(loss, furthest);
    } catch (error) {
      this.#last = nothingLeft(error, loss, furthest);
    }
    return { state, surrender: this.#last };
  }

  async #backUp(): Promise<void> {
    await this.#begin();
    await this.#pending;
  }

  async #begin(): Promise<void> {
    this.#batchesSince = 0;
    const { state } = await this.#capture();
    const pending = state.then(
      (captured) => {
        if (this.#pending !== pending) return;
        this.#pending = undefined;
        this.#latest = captured;
      },
      (error) => {
        if (this.#pending === pending) this.#pending = undefined;
        // Where nobody waits for the backup, the next step meets the same loss.
        if (!isLoss(error)) throw error;
      },
    );
    pending.catch(() => undefined);
    this.#pending = pending;
  }
}

function isLater(a: TrainingPosition, b: TrainingPosition): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.batch > b.batch);
}

const kept = 'the model holds the values of the last backup';

function stuck(loss: BackendError, { epoch, batch }: TrainingPosition): BackendError {
  return new BackendError(
    `fit: epoch ${epoch + 1}, batch ${batch + 1}: lost ${mostLosses} times at this place: ${loss.problem}`,
    {
      code: 'E_LOST',
      fix: `train on another backend, for example await useBackend(cpu()), or with smaller batches; ${kept}`,
      cause: loss,
    },
  );
}

function nothingLeft(error: unknown, loss: BackendError, { epoch, batch }: TrainingPosition): BackendError {
  const problem = (isLoss(error) ? error : loss).problem.replace('recoverBackend: ', '');
  return new BackendError(`fit: epoch ${epoch + 1}, batch ${batch + 1}: ${problem}`, {
    code: 'E_LOST',
    fix: `await useBackend(cpu()), and begin again; ${kept}`,
    cause: error,
  });
}
