import { DataError, locating, Rng, type Tensor, tensor } from '@descent/core';
import { type Batch, type Dataset, datasetOf } from '@descent/datasets';
import type { Model } from '@descent/layers';
import { breathe } from './breathe.js';
import { Callbacks, type Training } from './callbacks/callback.js';
import { checkBatch } from './check-batch.js';
import { divergence } from './divergence.js';
import { evaluate } from './evaluate.js';
import type { FitOptions } from './fit.js';
import type { EpochLogs, History, StopReason, TrainingPosition } from './history.js';
import { nextBatch, untilAborted } from './next-batch.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { progressOf } from './progress.js';
import { RunningMean } from './running-mean.js';
import { trainStep } from './train-step.js';

/** One run of `fit`, whose options were checked. */
export class TrainingRun implements Training {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly epochCount: number;
  readonly batchCount: number | undefined;
  readonly reported: readonly string[];
  readonly epochs: EpochLogs[] = [];
  bestEpoch: number | undefined;
  readonly #data: Dataset;
  readonly #options: FitOptions;
  readonly #batchSize: number;
  readonly #seed: number;
  readonly #validation: Dataset | undefined;
  readonly #rng: Rng;
  readonly #step: ReturnType<typeof trainStep>;
  #callbacks = new Callbacks([]);
  #position: TrainingPosition;
  #stopped: StopReason | undefined;

  constructor(model: Model, data: Dataset, options: FitOptions) {
    const { epochs = 1, batchSize = 32, seed = 0, metrics = {}, loss, optimizer, validation, from } = options;
    this.model = model;
    this.optimizer = optimizer;
    this.epochCount = epochs;
    this.batchCount = data.length === undefined ? undefined : Math.ceil(data.length / batchSize);
    this.#data = data;
    this.#options = options;
    this.#batchSize = batchSize;
    this.#seed = from?.seed ?? seed;
    this.#validation = validation && datasetOf(validation);
    if (this.#validation?.length === 0) {
      throw new DataError('fit: the validation data is empty', {
        fix: 'leave validation out, or give it examples',
      });
    }
    const reported = ['loss', ...Object.keys(metrics)];
    this.reported = validation ? [...reported, ...reported.map(validationName)] : reported;
    this.#rng = new Rng(this.#seed).split('fit');
    this.#step = trainStep({ model, loss, optimizer, metrics, rng: this.#rng });
    this.#position = from ?? { epoch: 0, batch: 0, seed };
    optimizer.prepare(model.trainableParameters);
  }

  get position(): TrainingPosition {
    return this.#position;
  }

  stop(reason: StopReason): void {
    this.#stopped ??= reason;
  }

  async start(): Promise<History> {
    const progress = await progressOf(this.#options.progress ?? 'auto');
    this.#callbacks = new Callbacks([progress, ...(this.#options.callbacks ?? [])]);
    await this.#callbacks.trainBegin(this);
    const stopped = await this.#trainEpochs();
    await this.#callbacks.trainEnd(this, stopped);
    return { epochs: this.epochs, stopped, bestEpoch: this.bestEpoch, position: this.#position };
  }

  dispose(): void {
    this.#callbacks.dispose();
    this.#step.dispose();
    this.#rng.dispose();
  }

  async #trainEpochs(): Promise<StopReason> {
    for (let epoch = this.#position.epoch; epoch < this.epochCount; epoch++) {
      await this.#callbacks.epochBegin(epoch, this);
      const trained = await this.#trainEpoch(epoch);
      if (!trained) return this.#stopped ?? 'aborted';
      const logs = { ...trained, ...(await this.#validate()) };
      this.epochs.push(logs);
      this.#position = { epoch: epoch + 1, batch: 0, seed: this.#seed };
      await this.#callbacks.epochEnd(epoch, logs, this);
      if (this.#stopped) return this.#stopped;
    }
    return 'finished';
  }

  /** One pass; undefined when it was left before its end. */
  async #trainEpoch(epoch: number): Promise<EpochLogs | undefined> {
    const { signal, control, shuffle = true, metrics = {} } = this.#options;
    const start = epoch === this.#position.epoch ? this.#position.batch : 0;
    const means = new RunningMean(['loss', ...Object.keys(metrics)]);
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
        if (control?.running) await untilAborted(control.running, signal);
        if (control?.isStopped) this.stop('stopped');
        if (this.#stopped) return undefined;
        const where = `epoch ${epoch + 1}, batch ${index + 1}`;
        const batch = await nextBatch(batches, signal, where);
        if (!batch) break;
        const numbers = await this.#runStep(batch, where);
        if (numbers) means.add(numbers, batch.size);
        index++;
        this.#position = { epoch, batch: index, seed: this.#seed };
        const told = this.#callbacks.batchEnd(() => means.logs, this);
        if (told) await told;
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

  /**
   * One step; the loss and the metrics, or undefined for a step that is left out. After a failure every variable holds
   * what it held before.
   */
  async #runStep(batch: Batch, where: string): Promise<ArrayLike<number> | undefined> {
    checkBatch('fit', this.model, batch, where);
    using x = tensor(batch.x.values, batch.x.shape);
    using y = tensor(batch.y.values, batch.y.shape);
    using report = locating(`fit: ${where}`, () => this.#step(x as Tensor, y as Tensor));
    const [norm, ...numbers] = await report.data();
    const loss = numbers[0] as number;
    if (Number.isFinite(loss) && Number.isFinite(norm)) return numbers;
    const { nonFinite = 'throw' } = this.#options;
    if (nonFinite === 'stop') this.stop('diverged');
    if (nonFinite !== 'throw') return undefined;
    const { learningRate } = this.optimizer;
    throw await divergence({ model: this.model, x, y, loss, learningRate, where });
  }

  async #validate(): Promise<EpochLogs> {
    if (!this.#validation) return {};
    const { loss, metrics = {} } = this.#options;
    const logs = await evaluate(this.model, this.#validation, { loss, metrics, batchSize: this.#batchSize });
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [validationName(name), value]));
  }
}

/** What a number is called when it was measured on the validation data. */
function validationName(name: string): string {
  return `validation${name[0]?.toUpperCase()}${name.slice(1)}`;
}
