import { type BackendError, currentBackend, DataError, Rng, Variable } from '@descent/core';
import { type Batch, type Dataset, datasetOf } from '@descent/datasets';
import type { Model } from '@descent/layers';
import { BatchUnderWay } from './batch-under-way.js';
import { breathe } from './breathe.js';
import { Callbacks, type Training } from './callbacks/callback.js';
import { checkBatch } from './check-batch.js';
import { callbackStates } from './checkpoints/callback-states.js';
import type { NamedArray } from './checkpoints/safetensors.js';
import { sampleChecksum } from './checkpoints/sample-checksum.js';
import { trainingCells } from './checkpoints/training-cells.js';
import type { TrainingFacts } from './checkpoints/training-facts.js';
import { callbackPrefix, checkBelongs, rateCell, type TrainingState } from './checkpoints/training-state.js';
import { checkTrainable } from './claim.js';
import { divergence } from './divergence.js';
import { measure } from './evaluate.js';
import { exampleWeights } from './example-weights.js';
import type { FitOptions } from './fit.js';
import { frozenState } from './frozen-state.js';
import { givenRate, leaveRate } from './given-rate.js';
import type { EpochLogs, History, StopReason, TrainingPosition } from './history.js';
import { checkNumbers } from './metric.js';
import { nextBatch, untilAborted } from './next-batch.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { progressOf } from './progress.js';
import { settingsOf } from './settings-of.js';
import { Snapshot } from './snapshot.js';
import { mostQueued, StepQueue } from './step-queue.js';
import { type Captured, defaultBackupEvery, Survival } from './survival.js';
import { Tally, type Totals } from './tally.js';
import { trainStep } from './train-step.js';
import { validationName } from './validation-name.js';
import { worksAlongside } from './works-alongside.js';

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
  /** On the device: false once a step was not finite that ends training, so that one behind it changes nothing. */
  readonly #going = new Variable(
    { shape: [], values: going, dtype: 'bool' },
    { name: 'going', trainable: false },
  );
  /** Whether callbacks find model and optimizer as each step left them. */
  readonly #isWatched: boolean;
  /** Undefined where a schedule rules the rate. */
  readonly #givenRate: number | undefined;
  readonly #survival: Survival;
  /** What was frozen when the step was made. */
  #frozen: string;
  /** A checksum of the data, for checkpoints. */
  #checksum: string | undefined;
  #callbacks = new Callbacks([]);
  #position: TrainingPosition;
  #stopped: StopReason | undefined;
  /** Of the epoch that is under way. */
  #tally: Tally | undefined;
  /** Those of the epoch of a state that was restored, and its rate within the epoch. */
  #totals: Totals | undefined;
  #rate: number | undefined;

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
    const { callbacks = [] } = options;
    this.#isWatched = callbacks.some(({ onBatchEnd, readsLogsOnly }) => onBatchEnd && !readsLogsOnly);
    const endsBy = this.#isWatched || options.nonFinite === 'skip' ? undefined : this.#going;
    this.#step = trainStep({ model, loss, optimizer, metrics, rng: this.#rng, going: endsBy });
    this.#position = from ?? { epoch: 0, batch: 0, seed };
    optimizer.prepare(model.trainableParameters);
    this.#frozen = frozenState(model.layers);
    this.#givenRate = givenRate(optimizer);
    this.#survival = new Survival(options.backupEvery ?? defaultBackupEvery, () => this.#capture());
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
    // Before callbacks begin anything, such as a file: a checkpoint may be of another training.
    const saved = await this.#saved();
    await this.#callbacks.trainBegin(this);
    const ended = saved && this.#resume(saved);
    const stopped = ended ?? (await this.#train());
    return { epochs: this.epochs, stopped, bestEpoch: this.bestEpoch, position: this.#position };
  }

  dispose(): void {
    try {
      this.#callbacks.dispose();
    } finally {
      this.#step.dispose();
      this.#going.dispose();
      this.#rng.dispose();
      leaveRate(this.optimizer, this.#givenRate);
    }
  }

  /** All that is left; when the device is lost, from the last backup on the next backend. */
  async #train(): Promise<StopReason> {
    for (let loss: BackendError | undefined; ; ) {
      try {
        if (loss) await this.#goOn(loss);
        loss = undefined;
        await this.#survival.begin();
        const stopped = await this.#trainEpochs();
        await this.#callbacks.trainEnd(this, stopped);
        await this.#save(stopped);
        if (this.#survival.isNeeded) await Promise.all(this.#cells().map(([, cell]) => cell.backUp()));
        return stopped;
      } catch (error) {
        loss = this.#survival.lossIn(error);
      }
    }
  }

  /** After a loss: training as the last backup has it, on another backend. */
  async #goOn(loss: BackendError): Promise<void> {
    const { name, lost = loss.problem } = currentBackend();
    const { state, surrender } = await this.#survival.recover(loss, this.#position);
    this.#stopped = undefined;
    this.#tally = undefined;
    this.#going.reset(going);
    if (state) this.#restore(state, { keepsRate: true, callbacks: !surrender });
    if (surrender) throw surrender;
    const { position } = this;
    await this.#callbacks.deviceLost({ name, reason: lost, next: currentBackend().name, position }, this);
  }

  async #trainEpochs(): Promise<StopReason> {
    for (let epoch = this.#position.epoch; epoch < this.epochCount; epoch++) {
      await this.#callbacks.epochBegin(epoch, this);
      if (this.#meetChanges()) await this.#survival.beginAnew();
      // Within an epoch that goes on, callbacks had changed the rate already when it began.
      if (this.#rate !== undefined) this.optimizer.learningRate = this.#rate;
      this.#rate = undefined;
      const trained = await this.#trainEpoch(epoch);
      if (!trained) return this.#stopped ?? 'aborted';
      const logs = { ...trained, ...(await this.#validate()) };
      this.epochs.push(logs);
      this.#position = { epoch: epoch + 1, batch: 0, seed: this.#seed };
      this.#tally = undefined;
      await this.#callbacks.epochEnd(epoch, logs, this);
      if (this.#stopped) return this.#stopped;
      if (epoch + 1 === this.epochCount) continue;
      if (this.#options.checkpoints?.isDue(this.#position)) await this.#save();
      await this.#survival.epochEnd();
    }
    return 'finished';
  }

  /** Makes another step where layers were frozen or set free since; whether any was. */
  #meetChanges(): boolean {
    const frozen = frozenState(this.model.layers);
    if (frozen === this.#frozen) return false;
    this.#frozen = frozen;
    checkTrainable('fit', this.model);
    this.optimizer.prepare(this.model.trainableParameters);
    this.#step.dispose();
    return true;
  }

  /** One pass; undefined when it was left before its end. */
  async #trainEpoch(epoch: number): Promise<EpochLogs | undefined> {
    const { signal, control, shuffle = true, loss, metrics, nonFinite, checkpoints } = this.#options;
    const start = epoch === this.#position.epoch ? this.#position.batch : 0;
    const isContinued = this.#totals !== undefined;
    const tally = new Tally({ loss, ...metrics }, this.#totals);
    const logs = () => checkNumbers('fit', tally.logs);
    this.#totals = undefined;
    this.#tally = tally;
    const batches = this.#data
      .batches({
        batchSize: this.#batchSize,
        order: shuffle ? { seed: this.#seed, epoch } : undefined,
        start,
        signal,
      })
      [Symbol.asyncIterator]();
    const pause = breathe();
    let index = start;
    const placeOf = (batch: number) => `epoch ${epoch + 1}, batch ${batch}`;
    const queue = new StepQueue<BatchUnderWay>(async (step) => {
      using done = step;
      const numbers = await done.numbers();
      if (isSound(numbers)) {
        tally.add(numbers.subarray(1), done.size);
        if (index === start) logs();
      } else {
        await this.#leaveOut(done, numbers, placeOf(index + 1));
        // The step behind one that ends training has changed nothing.
        if (nonFinite === 'stop') await queue.drop();
      }
      this.#position = { epoch, batch: ++index, seed: this.#seed };
      const told = this.#callbacks.batchEnd(logs, this);
      if (told) await told;
      const isLast = queue.length === 0;
      if (isLast && checkpoints?.isDue(this.#position)) await this.#save();
      const begun = this.#survival.batchEnd(isLast);
      if (begun) await begun;
    });
    try {
      for (;;) {
        if (control?.running || control?.isStopped || this.#stopped) await queue.settle();
        if (control?.running) await untilAborted(control.running, signal);
        if (control?.isStopped) this.stop('stopped');
        if (this.#stopped) return undefined;
        const place = placeOf(index + queue.length + 1);
        const batch = await nextBatch(batches, signal, place);
        if (!batch) break;
        const step = this.#begin(batch, place);
        // The first is waited for: its numbers are checked.
        const mayWait = index > start && this.#mayWait(epoch, index, queue.length + 1);
        await queue.add(step, mayWait ? mostQueued - 1 : 0);
        await pause();
      }
      if (await this.#isEndedBy(queue)) return undefined;
    } catch (error) {
      // Of a step whose numbers were still on their way when the next one failed, which it may end.
      if (await this.#isEndedBy(queue)) return undefined;
      throw error;
    } finally {
      // Not awaited: data that hangs would never answer.
      batches.return?.()?.catch(() => undefined);
    }
    if (signal?.aborted) return undefined;
    if (index === 0) throw new DataError('fit: the data is empty: no batch came');
    return index === start && !isContinued ? {} : logs();
  }

  /** Begins a step. */
  #begin(batch: Batch, place: string): BatchUnderWay {
    checkBatch('fit', this.model, batch, place);
    const { loss, classWeights } = this.#options;
    const weights = exampleWeights('fit', batch, loss, classWeights);
    return new BatchUnderWay(this.#step, batch, weights, `fit: ${place}`);
  }

  /** Whether steps may be left to the device while the next begins, since nobody has anything to do between the two. */
  #mayWait(epoch: number, done: number, queued: number): boolean {
    if (this.#isWatched || !worksAlongside(currentBackend())) return false;
    const isDue = this.#options.checkpoints?.isDue({ epoch, batch: done + queued });
    return !isDue && !this.#survival.isDueAfter(queued);
  }

  /** Settles what is under way at the end; whether that ended training. */
  async #isEndedBy(queue: StepQueue<BatchUnderWay>): Promise<boolean> {
    if (queue.length === 0) return false;
    await queue.settle();
    return this.#stopped !== undefined;
  }

  /** What comes of a step that is not finite, after which every variable holds what it held before. */
  async #leaveOut(step: BatchUnderWay, [, loss = Number.NaN]: Float32Array, place: string): Promise<void> {
    const { nonFinite = 'throw' } = this.#options;
    if (nonFinite === 'stop') this.stop('diverged');
    if (nonFinite !== 'throw') return;
    const learningRate = await this.optimizer.readLearningRate();
    throw await divergence({ model: this.model, x: step.x, y: step.y, loss, learningRate, where: place });
  }

  /** What a checkpoint holds of training as it stands. Training may go on while values are on their way to the host. */
  async #capture(stopped?: StopReason): Promise<Captured> {
    const callbacks = await this.#callbacks.save(this);
    const rest = {
      facts: this.#facts,
      position: this.#position,
      epochs: [...this.epochs],
      bestEpoch: this.bestEpoch,
      stopped,
      learningRate: this.optimizer.schedule ? undefined : this.optimizer.learningRate,
      totals: this.#tally?.totals,
      callbacks: Object.fromEntries([...callbacks].map(([name, { values }]) => [name, values])),
    };
    const state = this.#readCells().then((arrays) => {
      for (const [name, { arrays: own = {} }] of callbacks) {
        for (const [each, array] of Object.entries(own))
          arrays.set(`${callbackPrefix}${name}/${each}`, array);
      }
      return { ...rest, arrays };
    });
    state.catch(() => undefined);
    return { state };
  }

  /** What the cells hold at the moment of the call. */
  async #readCells(): Promise<Map<string, NamedArray>> {
    const cells = this.#cells();
    const held = new Snapshot(cells.map(([, cell]) => cell));
    try {
      const arrays = await held.read();
      return new Map(cells.map(([name], i) => [name, arrays[i] as NamedArray]));
    } finally {
      held.dispose();
    }
  }

  async #save(stopped?: StopReason): Promise<void> {
    const { checkpoints } = this.#options;
    if (!checkpoints) return;
    const { state } = await this.#capture(stopped);
    await checkpoints.save(await state);
    this.#survival.has(await state);
  }

  /** The newest checkpoint, where there is one, which is of this training; nothing is changed yet. */
  async #saved(): Promise<Saved | undefined> {
    const { checkpoints } = this.#options;
    if (!checkpoints) return undefined;
    const [state, checksum] = await Promise.all([checkpoints.latest(), sampleChecksum(this.#data)]);
    this.#checksum = checksum;
    if (!state) return undefined;
    this.#callbacks.resume(state.position, this);
    this.#meetChanges();
    const arrays = new Map(this.#cells().map(([name, { shape }]) => [name, { shape }]));
    const differing = checkBelongs(state, { facts: this.#facts, arrays, accepted: checkpoints.accepted });
    return { state, keepsRate: !differing.has('learningRate') };
  }

  /** Goes on from a checkpoint; says why training had ended, if it had. */
  #resume({ state, keepsRate }: Saved): StopReason | undefined {
    this.#restore(state, { keepsRate, callbacks: true });
    const { stopped } = state;
    const isOver = stopped !== undefined && !['finished', 'aborted', 'stopped', 'diverged'].includes(stopped);
    return isOver ? stopped : undefined;
  }

  #restore(state: TrainingState, { keepsRate, callbacks }: { keepsRate: boolean; callbacks: boolean }): void {
    const { optimizer } = this;
    for (const [name, cell] of this.#cells()) {
      if (name !== rateCell(optimizer.name)) cell.reset((state.arrays.get(name) as NamedArray).values);
    }
    if (keepsRate && !optimizer.schedule) {
      optimizer.learningRate = state.learningRate as number;
      this.#rate = state.position.batch > 0 ? state.learningRate : undefined;
    }
    this.#position = state.position;
    this.epochs.splice(0, this.epochs.length, ...state.epochs);
    this.bestEpoch = state.bestEpoch;
    this.#totals = state.totals as Totals | undefined;
    if (callbacks) this.#callbacks.load(callbackStates(state), this);
  }

  get #facts(): TrainingFacts {
    const { length, inputShape, targetShape } = this.#data;
    const { shuffle = true, loss, classWeights = {} } = this.#options;
    const { name, schedule, settings } = this.optimizer;
    return {
      optimizer: name,
      seed: this.#seed,
      batchSize: this.#batchSize,
      shuffle,
      length,
      inputShape,
      targetShape,
      learningRate: schedule ? settingsOf(schedule) : this.#givenRate,
      optimizerOptions: settings,
      loss: settingsOf(loss),
      classWeights,
      data: this.#checksum,
    };
  }

  #cells(): ReturnType<typeof trainingCells> {
    return trainingCells(this.model, this.optimizer, this.#rng);
  }

  async #validate(): Promise<EpochLogs> {
    if (!this.#validation) return {};
    const { loss, metrics = {} } = this.#options;
    const logs = await measure(
      'fit: validation',
      this.model,
      this.#validation,
      { loss, metrics },
      this.#batchSize,
    );
    return Object.fromEntries(
      Object.entries(checkNumbers('fit', logs)).map(([name, value]) => [validationName(name), value]),
    );
  }
}

/** Whether the size of the gradient and the loss, with which a report begins, are finite. */
function isSound({ 0: size, 1: loss }: Float32Array): boolean {
  return Number.isFinite(size) && Number.isFinite(loss);
}

/** Holds. */
const going = Uint8Array.of(1);

/** A checkpoint to go on from. */
interface Saved {
  readonly state: TrainingState;
  /** Whether the rate that it has is the one to go on with. */
  readonly keepsRate: boolean;
}
