import {
  checkWhole,
  DataError,
  locating,
  Rng,
  type Tensor,
  TrainingError,
  tensor,
  ValueError,
} from '@descent/core';
import { type ArrayData, type Batch, type Dataset, datasetOf } from '@descent/datasets';
import type { Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { divergence } from './divergence.js';
import { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.js';
import { evaluate } from './evaluate.js';
import type { EpochLogs, History, StopReason, TrainingPosition } from './history.js';
import { checkMetrics, type Metrics } from './metric.js';
import { nextBatch } from './next-batch.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { checkProgress, type Progress, type ProgressKind, progressOf } from './progress.js';
import { RunningMean } from './running-mean.js';
import { Snapshot } from './snapshot.js';
import { trainStep } from './train-step.js';

/** Options of {@link fit}. */
export interface FitOptions {
  /** What training makes small. */
  readonly loss: Loss;
  /** How parameters follow their gradients; it keeps its state between calls of `fit`. */
  readonly optimizer: Optimizer;
  /** Numbers to report, by name: `{ accuracy }`. */
  readonly metrics?: Metrics;
  /** Passes over the data. Default 1. */
  readonly epochs?: number;
  /** Examples per step. Default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number;
  /** Seed of the shuffle and of what layers draw while training. Default 0. */
  readonly seed?: number;
  /** Another order in every epoch. Default true. */
  readonly shuffle?: boolean;
  /** Data to evaluate after every epoch. */
  readonly validation?: Dataset | ArrayData;
  readonly earlyStopping?: EarlyStoppingOptions;
  /** Default 'auto'. */
  readonly progress?: ProgressKind;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  /**
   * Where an earlier run stopped: epochs and batches before it are skipped, the order stays the same. Go on with the
   * same optimizer, which remembers its moments; the means of a continued epoch cover the batches since.
   */
  readonly from?: TrainingPosition;
  /** Called after each step with the means of the epoch so far. */
  readonly onBatch?: (position: TrainingPosition, logs: EpochLogs) => void | Promise<void>;
  /** Called after each epoch. */
  readonly onEpoch?: (epoch: number, logs: EpochLogs) => void | Promise<void>;
}

const training = new WeakSet<Model>();

/**
 * Trains a model: for each batch, one compiled step of forward, backward and update.
 *
 * The same seed, data and backend give the same bits. When a loss or gradient is not finite, training stops
 * with the parameters as they were before that step. When it ends early, by `signal` or by an error in a
 * callback or the data, parameters are those of the last finished step.
 *
 * @param model - from `sequential`
 * @param data - a dataset, or arrays `{ x, y }`
 * @returns the history
 * @throws TrainingError E_DIVERGED naming epoch, batch and the first layer with a value that is not finite;
 * E_BUSY when the model is being trained already
 * @throws DataError for empty data and for batches that do not fit the model
 * @throws ValueError for options out of range
 * @example
 * const history = await fit(model, train, {
 *   loss: crossEntropyFromLogits, optimizer: adam(), metrics: { accuracy }, epochs: 5, validation: test,
 * });
 */
export async function fit(model: Model, data: Dataset | ArrayData, options: FitOptions): Promise<History> {
  checkOptions(options);
  if (model.trainableParameters.length === 0) {
    throw new ValueError('fit: the model has no trainable parameters', {
      fix: 'add a layer that has some, such as dense(10)',
    });
  }
  if (training.has(model)) {
    throw new TrainingError('fit: the model is being trained already', {
      code: 'E_BUSY',
      fix: 'await the first fit before the second, or make another model',
    });
  }
  const run = new Run(model, datasetOf(data), options);
  training.add(model);
  try {
    return await run.start();
  } finally {
    training.delete(model);
    run.dispose();
  }
}

function checkOptions(options: FitOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new ValueError('fit: expects options', { fix: 'fit(model, data, { loss, optimizer })' });
  }
  const { loss, optimizer, epochs = 1, batchSize = 32, metrics, progress = 'auto', from } = options;
  checkMetrics('fit', metrics);
  if (typeof loss !== 'function') {
    throw new ValueError('fit: loss must be a function', { fix: 'for example loss: meanSquaredError' });
  }
  if (typeof optimizer?.update !== 'function') {
    throw new ValueError('fit: optimizer must be an optimizer', { fix: 'call one: optimizer: adam()' });
  }
  checkWhole('fit', 'epochs', epochs);
  checkWhole('fit', 'batchSize', batchSize);
  checkProgress('fit', progress);
  if (from) {
    checkWhole('fit', 'from.epoch', from.epoch, 0);
    checkWhole('fit', 'from.batch', from.batch, 0);
  }
}

class Run {
  readonly #model: Model;
  readonly #data: Dataset;
  readonly #options: FitOptions;
  readonly #epochCount: number;
  readonly #batchSize: number;
  readonly #seed: number;
  readonly #metrics: Metrics;
  readonly #validation: Dataset | undefined;
  readonly #rng: Rng;
  readonly #step: ReturnType<typeof trainStep>;
  readonly #stopping: EarlyStopping | undefined;
  readonly #rows: EpochLogs[] = [];
  #position: TrainingPosition;

  constructor(model: Model, data: Dataset, options: FitOptions) {
    const {
      epochs = 1,
      batchSize = 32,
      seed = 0,
      metrics = {},
      loss,
      optimizer,
      earlyStopping,
      validation,
      from,
    } = options;
    this.#model = model;
    this.#data = data;
    this.#options = options;
    this.#epochCount = epochs;
    this.#batchSize = batchSize;
    this.#seed = from?.seed ?? seed;
    this.#metrics = metrics;
    this.#validation = validation && datasetOf(validation);
    if (this.#validation?.length === 0) {
      throw new DataError('fit: the validation data is empty', {
        fix: 'leave validation out, or give it examples',
      });
    }
    this.#rng = new Rng(this.#seed).split('fit');
    this.#step = trainStep({ model, loss, optimizer, metrics, rng: this.#rng });
    const reported = ['loss', ...Object.keys(metrics)];
    if (validation) reported.push(...reported.map(validationName));
    this.#stopping = earlyStopping && new EarlyStopping(earlyStopping, reported);
    this.#position = from ?? { epoch: 0, batch: 0, seed };
    optimizer.prepare(model.trainableParameters);
  }

  async start(): Promise<History> {
    const progress = await progressOf(this.#options.progress ?? 'auto', this.#epochCount);
    try {
      const stopped = await this.#epochs(progress);
      if (stopped !== 'aborted') this.#stopping?.restore();
      return {
        epochs: this.#rows,
        stopped,
        bestEpoch: this.#stopping?.bestEpoch,
        position: this.#position,
      };
    } finally {
      progress.stop();
    }
  }

  dispose(): void {
    this.#step.dispose();
    this.#stopping?.dispose();
    this.#rng.dispose();
  }

  async #epochs(progress: Progress): Promise<StopReason> {
    for (let epoch = this.#position.epoch; epoch < this.#epochCount; epoch++) {
      const started = performance.now();
      const trained = await this.#epoch(epoch, progress);
      if (!trained) return 'aborted';
      const logs = { ...trained, ...(await this.#validate()) };
      this.#rows.push(logs);
      this.#position = { epoch: epoch + 1, batch: 0, seed: this.#seed };
      progress.epochEnd(epoch, logs, (performance.now() - started) / 1000);
      await this.#options.onEpoch?.(epoch, logs);
      const capture = () => new Snapshot(this.#model.parameters);
      if (this.#stopping?.observe(this.#rows.length - 1, logs, capture)) return 'earlyStopping';
    }
    return 'finished';
  }

  /** One pass; undefined when it was aborted. */
  async #epoch(epoch: number, progress: Progress): Promise<EpochLogs | undefined> {
    const { signal, shuffle = true, onBatch } = this.#options;
    const start = epoch === this.#position.epoch ? this.#position.batch : 0;
    const means = new RunningMean(['loss', ...Object.keys(this.#metrics)]);
    const length = this.#data.length;
    progress.epochStart(epoch, length === undefined ? undefined : Math.ceil(length / this.#batchSize));
    const batches = this.#data
      .batches({
        batchSize: this.#batchSize,
        order: shuffle ? { seed: this.#seed, epoch } : undefined,
        start,
      })
      [Symbol.asyncIterator]();
    const pause = breathe();
    let index = start;
    try {
      for (;;) {
        const where = `epoch ${epoch + 1}, batch ${index + 1}`;
        const batch = await nextBatch(batches, signal, where);
        if (!batch) break;
        const numbers = await this.#runStep(batch, where);
        means.add(numbers, batch.size);
        index++;
        this.#position = { epoch, batch: index, seed: this.#seed };
        progress.batchEnd(index, means.logs);
        await onBatch?.(this.#position, means.logs);
        await pause();
      }
    } finally {
      // Not awaited: data that hangs would never answer.
      batches.return?.()?.catch(() => undefined);
    }
    if (signal?.aborted) return undefined;
    if (index === 0) throw new DataError('fit: the data is empty: no batch came');
    return index === start ? {} : means.logs;
  }

  /** One step; the loss and the metrics. After a failure every variable holds what it held before. */
  async #runStep(batch: Batch, where: string): Promise<ArrayLike<number>> {
    checkBatch('fit', this.#model, batch, where);
    using x = tensor(batch.x.values, batch.x.shape);
    using y = tensor(batch.y.values, batch.y.shape);
    using report = locating(`fit: ${where}`, () => this.#step(x as Tensor, y as Tensor));
    const [norm, ...numbers] = await report.data();
    const loss = numbers[0] as number;
    if (Number.isFinite(loss) && Number.isFinite(norm)) return numbers;
    const { learningRate } = this.#options.optimizer;
    throw await divergence({ model: this.#model, x, y, loss, learningRate, where });
  }

  async #validate(): Promise<EpochLogs> {
    if (!this.#validation) return {};
    const logs = await evaluate(this.#model, this.#validation, {
      loss: this.#options.loss,
      metrics: this.#metrics,
      batchSize: this.#batchSize,
    });
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [validationName(name), value]));
  }
}

/** What a number is called when it was measured on the validation data. */
function validationName(name: string): string {
  return `validation${name[0]?.toUpperCase()}${name.slice(1)}`;
}
