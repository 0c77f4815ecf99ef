import {
  checkOptions,
  checkWhole,
  DescentError,
  describeValue,
  FormatError,
  ValueError,
} from '@descent/core';
import type { TrainingPosition } from '../history.js';
import type { CheckpointStore } from './store.js';
import { storeIn } from './store-in.js';
import { type AcceptableFact, acceptable } from './training-facts.js';
import { decodeState, encodeState, type TrainingState } from './training-state.js';

/** Options of {@link checkpoints}. */
export interface CheckpointsOptions {
  /** Save after every so many epochs. Default 1. */
  readonly everyEpochs?: number;
  /** Save within epochs too, after every so many steps. */
  readonly everyBatches?: number;
  /** Save within epochs too, when so many seconds have passed since the last time. */
  readonly everySeconds?: number;
  /** How many to keep, at least 2: if one is damaged, the one before it is used. Default 2. */
  readonly keep?: number;
  /**
   * What may differ from the training that was saved, which goes on with what is here: `accept: ['learningRate']` for
   * another rate or schedule, 'optimizerOptions', 'loss', 'classWeights', 'data'. Default: nothing; what differs is an
   * error.
   */
  readonly accept?: readonly AcceptableFact[];
}

/**
 * Where and how often `fit` saves all that it needs to go on, and looks for it when it begins: parameters, the
 * optimizer's state, random numbers, the place in the data, what callbacks remember. Training that was killed at any
 * moment and is started again ends in the same bits as if nothing had happened.
 *
 * @param where - a directory in Node, the name of a database in browsers, or a store
 * @throws ValueError for options out of range
 * @example await fit(model, train, { …, checkpoints: checkpoints('runs/first', { everyBatches: 100 }) })
 */
export function checkpoints(where: string | CheckpointStore, options: CheckpointsOptions = {}): Checkpoints {
  if (typeof where === 'string' ? where === '' : typeof where?.write !== 'function') {
    throw new ValueError(`checkpoints: expects a directory or a store, got ${describeValue(where)}`, {
      fix: "checkpoints('runs/first')",
    });
  }
  const names = ['everyEpochs', 'everyBatches', 'everySeconds', 'keep', 'accept'] as const;
  const chosen = checkOptions('checkpoints', options, names);
  const { everyEpochs = 1, everyBatches, everySeconds, keep = 2, accept = [] } = chosen;
  checkWhole('checkpoints', 'everyEpochs', everyEpochs);
  if (everyBatches !== undefined) checkWhole('checkpoints', 'everyBatches', everyBatches);
  if (everySeconds !== undefined && !(everySeconds > 0)) {
    throw new ValueError(
      `checkpoints: everySeconds must be a number > 0, got ${describeValue(everySeconds)}`,
    );
  }
  checkWhole('checkpoints', 'keep', keep, 2);
  if (!Array.isArray(accept) || !accept.every((fact) => acceptable.includes(fact))) {
    throw new ValueError(`checkpoints: accept must be a list of facts, got ${describeValue(accept)}`, {
      fix: `those that may differ are ${acceptable.map((fact) => `'${fact}'`).join(', ')}`,
    });
  }
  return new Checkpoints(storeIn(where), options);
}

const pattern = /^checkpoint-(\d{8})\.safetensors$/;

/** See {@link checkpoints}. */
export class Checkpoints {
  readonly store: CheckpointStore;
  readonly #options: CheckpointsOptions;
  #savedAt = performance.now();

  /** Use {@link checkpoints}, which checks what this takes as it is. */
  constructor(store: CheckpointStore, options: CheckpointsOptions) {
    this.store = store;
    this.#options = options;
  }

  /** What may differ from the training that was saved. */
  get accepted(): readonly AcceptableFact[] {
    return this.#options.accept ?? [];
  }

  /**
   * The newest state that is whole; undefined where none was saved. A warning names those that are not.
   * @throws FormatError when none of those there is whole, E_VERSION for one of a newer version; DataError E_IO
   */
  async latest(): Promise<TrainingState | undefined> {
    const damaged = new Map<string, FormatError>();
    this.#savedAt = performance.now();
    for (;;) {
      const name = (await this.#names()).findLast((name) => !damaged.has(name));
      if (name === undefined) break;
      try {
        const state = await decodeState(await this.store.read(name));
        for (const error of damaged.values()) console.warn(error.message);
        return state;
      } catch (error) {
        if (error instanceof FormatError && error.code === 'E_FORMAT') {
          damaged.set(name, inFile(error, name) as FormatError);
        } else if ((await this.#names()).includes(name)) throw inFile(error, name);
        // Another page or process removed it: it has saved newer ones since.
      }
    }
    const [first] = damaged.values();
    if (first) {
      throw new FormatError(
        `checkpoint: none of the ${damaged.size} in ${this.store.place} can be read: ${first.problem}`,
        { cause: first, fix: 'remove them to begin anew' },
      );
    }
    return undefined;
  }

  /** Whether to save after a step, or after an epoch, where `batch` is 0. */
  isDue({ epoch, batch }: Omit<TrainingPosition, 'seed'>): boolean {
    const { everyEpochs = 1, everyBatches, everySeconds } = this.#options;
    if (batch === 0) return epoch % everyEpochs === 0;
    if (everyBatches !== undefined && batch % everyBatches === 0) return true;
    return everySeconds !== undefined && performance.now() - this.#savedAt >= 1000 * everySeconds;
  }

  /**
   * Saves a state; then the oldest go.
   * @throws DataError E_IO; what was there stays
   */
  async save(state: TrainingState): Promise<void> {
    const names = await this.#names();
    const number = Number(pattern.exec(names.at(-1) ?? '')?.[1] ?? 0) + 1;
    await this.store.write(
      `checkpoint-${String(number).padStart(8, '0')}.safetensors`,
      await encodeState(state),
    );
    this.#savedAt = performance.now();
    const { keep = 2 } = this.#options;
    for (const name of names.slice(0, Math.max(0, names.length + 1 - keep))) await this.store.remove(name);
  }

  /** Those there, the oldest first. */
  async #names(): Promise<string[]> {
    return (await this.store.list()).filter((name) => pattern.test(name)).sort();
  }
}

function inFile(error: unknown, name: string): unknown {
  if (error instanceof DescentError) error.message += `\n  in ${name}`;
  return error;
}
