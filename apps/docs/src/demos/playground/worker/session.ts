import { Rng, type Tensor } from '@descent/core';
import { PlacedPoints } from '../data/placed-points.js';
import { type Points, pointsOf, setOf } from '../data/points.js';
import { carryOver, putValues, valuesOf } from '../net/carry.js';
import { diagnose } from '../net/diagnose.js';
import { Maps, tilesOf } from '../net/maps.js';
import { confusionOf, healthOf } from '../net/measure.js';
import { answerOf, Net, planOf } from '../net/net.js';
import { rateAt } from '../net/schedule.js';
import { Snapshots } from '../net/snapshots.js';
import { isSound, type Scores, Trainer } from '../net/trainer.js';
import type { State } from '../state/state.js';
import { weightsInText } from '../state/weights.js';
import {
  type Failure,
  type LayerHealth,
  mapSize,
  type NumberPlace,
  rowWidth,
  type View,
} from './messages.js';

const dataKeys = [
  'problem',
  'dataset',
  'regDataset',
  'noise',
  'flip',
  'move',
  'percTrainData',
  'seed',
  'points',
] as const;
const inputKeys = ['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'] as const;
/** A change of these begins anew. */
const startKeys = ['problem', 'init', 'initZero', 'start'] as const;
/** A change of these needs another net, which takes over what the one before has learned. */
const netKeys = [...inputKeys, 'networkShape', 'activation', 'layerActivations', 'dropout', 'norm'] as const;

/** Milliseconds between two looks at the health of the layers. */
const healthInterval = 250;

/** Epochs whose numbers wait for a view. */
const mostRows = 4000;

/** A net that learns points: all that the worker knows. Its methods never overlap. */
export class Session {
  #state: State;
  #points: Points;
  #placed: PlacedPoints;
  #net!: Net;
  #trainer!: Trainer;
  #maps!: Maps;
  #rng!: Rng;
  #epoch = 0;
  #failure: Failure | undefined;
  #rows: number[] = [];
  #isAnew = true;
  readonly #snapshots = new Snapshots();
  #health: readonly LayerHealth[] = [];
  #confusion: readonly (readonly number[])[] = [];
  /** The last epoch of the run, and the numbers of the one that is shown. */
  #lastEpoch = 0;
  #row: Float32Array | undefined;
  #healthAt = Number.NEGATIVE_INFINITY;
  #hasNews = true;

  private constructor(state: State, points: Points) {
    this.#state = state;
    this.#points = points;
    this.#placed = new PlacedPoints(points, state);
  }

  static async open(state: State): Promise<Session> {
    const session = new Session(state, await pointsOf(state));
    await session.#begin();
    return session;
  }

  get points(): Points {
    return this.#points;
  }

  get updatesPerEpoch(): number {
    return Math.ceil(this.#placed.examples.count / this.#state.batchSize);
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Whether there is something to learn. */
  get canTrain(): boolean {
    return this.#points.labels.length >= 2 && !this.#failure;
  }

  /** Takes over what the reader set; gives whether the points are others now. */
  async apply(state: State): Promise<boolean> {
    const before = this.#state;
    const differs = (names: readonly (keyof State)[]): boolean =>
      names.some((name) => String(state[name]) !== String(before[name]));
    const hasNewData =
      differs(dataKeys) &&
      (differs(dataKeys.slice(3)) || setOf(state) !== setOf(before) || state.problem !== before.problem);
    const isNewStart = differs(startKeys);
    const isNewNet = isNewStart || differs(netKeys);
    this.#state = state;
    if (hasNewData) this.#points = await pointsOf(state);
    if (hasNewData || differs([...inputKeys, 'scale'])) {
      this.#placed.dispose();
      this.#placed = new PlacedPoints(this.#points, state);
    }
    if (isNewStart) {
      await this.#begin();
      return hasNewData;
    }
    if (isNewNet) await this.#rebuild();
    else if (state.optimizer !== before.optimizer) await this.#makeTrainer();
    else this.#trainer.follow(state);
    if (isNewNet || hasNewData || differs(['loss', 'scale'])) this.#makeMaps();
    this.#failure = undefined;
    // Values of other cells cannot be put back into these.
    if (isNewNet || state.optimizer !== before.optimizer) this.#snapshots.clear();
    await this.#score(false);
    return hasNewData;
  }

  /** From the start: the same seed, the same weights, the same order. */
  async reset(state: State): Promise<boolean> {
    const hasNewData = await this.apply(state);
    await this.#begin();
    return hasNewData;
  }

  /** Once through the points. */
  async epoch(): Promise<void> {
    if (!this.canTrain) return;
    this.#branch();
    if (this.#state.schedule !== 'constant') {
      const { schedule, learningRate } = this.#state;
      this.#trainer.follow({ ...this.#state, learningRate: rateAt(schedule, learningRate, this.#epoch) });
    }
    const order = this.#orderOf(this.#epoch);
    this.#trainer.epoch(this.#placed.examples, order);
    this.#epoch++;
    const { scores, values } = await this.#report();
    if (isSound(values) && Number.isFinite(scores.trainLoss)) this.#remember(scores, values);
    else await this.#fail(order);
  }

  async edit({ layer, from, to }: NumberPlace, value: number): Promise<void> {
    this.#branch();
    const cell = (from === undefined ? this.#net.biases : this.#net.kernels)[layer];
    if (!cell) return;
    const values = Float32Array.from(await cell.value.data());
    const units = cell.shape.at(-1) as number;
    values[from === undefined ? to : from * units + to] = value;
    cell.reset(values);
    this.#failure = undefined;
    await this.#score(false);
  }

  /** Looks at the latest epoch remembered that is not after the given one. Nothing is forgotten before training goes on. */
  async look(epoch: number): Promise<void> {
    const snapshot = this.#snapshots.before(epoch);
    if (!snapshot) return;
    this.#trainer.restore(snapshot.values);
    this.#epoch = snapshot.epoch;
    this.#last = snapshot.values;
    this.#row = snapshot.row;
    this.#failure = undefined;
    this.#hasNews = true;
    this.#healthAt = Number.NEGATIVE_INFINITY;
  }

  /** What is drawn now. */
  async view(
    { unit, at }: { readonly unit: number; readonly at?: readonly [x: number, y: number] | undefined },
    isRunning: boolean,
    stepsPerSecond: number,
  ): Promise<View> {
    const maps = await this.#maps.read();
    const last = maps.length / mapSize ** 2 - 1;
    const shown = unit < 0 || unit > last ? last : unit;
    const now = performance.now();
    if (this.#hasNews && (!isRunning || now - this.#healthAt > healthInterval)) {
      await this.#measure();
      this.#healthAt = now;
      this.#hasNews = isRunning;
    }
    const answers = await this.#answers();
    const view: View = {
      type: 'view',
      epoch: this.#epoch,
      lastEpoch: this.#lastEpoch,
      isRunning,
      failure: this.#failure,
      row: Float32Array.from(this.#row ?? []),
      rows: Float32Array.from(this.#rows),
      isAnew: this.#isAnew,
      ...(await valuesOf(this.#net)),
      map: maps.slice(shown * mapSize ** 2, (shown + 1) * mapSize ** 2),
      unit: shown,
      tiles: tilesOf(maps),
      answers,
      values: at ? await this.#maps.at(...at) : new Float32Array(),
      health: this.#health,
      confusion: this.#confusion,
      stepsPerSecond,
      earliest: this.#snapshots.earliest,
      moments: this.#placed.moments,
      parameterCount: this.#net.model.parameterCount,
    };
    this.#rows = [];
    this.#isAnew = false;
    return view;
  }

  dispose(): void {
    this.#trainer.dispose();
    this.#net.dispose();
    this.#maps.dispose();
    this.#rng.dispose();
    this.#placed.dispose();
  }

  async #begin(): Promise<void> {
    if (this.#trainer) {
      this.#trainer.dispose();
      this.#net.dispose();
      this.#rng.dispose();
    }
    this.#rng = new Rng(this.#state.seed).split('dropout');
    this.#net = new Net(planOf(this.#state));
    if (this.#state.weights) {
      const values = await valuesOf(this.#net);
      if (weightsInText(this.#state.weights, values)) putValues(this.#net, values);
    }
    this.#trainer = new Trainer(this.#net, this.#state, this.#rng, false);
    this.#makeMaps();
    this.#epoch = 0;
    this.#failure = undefined;
    this.#snapshots.clear();
    await this.#score(true);
  }

  /** Another net in the place of the one that there is. */
  async #rebuild(): Promise<void> {
    const old = { plan: this.#net.plan, values: await valuesOf(this.#net) };
    const net = new Net(planOf(this.#state));
    const values = await valuesOf(net);
    carryOver(old, { plan: net.plan, values });
    putValues(net, values);
    this.#trainer.dispose();
    this.#net.dispose();
    this.#net = net;
    await this.#makeTrainer(false);
  }

  async #makeTrainer(isOldThere = true): Promise<void> {
    if (isOldThere) this.#trainer.dispose();
    const { alive } = await valuesOf(this.#net);
    const hasDead = alive.some((layer) => layer.includes(0));
    this.#trainer = new Trainer(this.#net, this.#state, this.#rng, hasDead);
  }

  #makeMaps(): void {
    this.#maps?.dispose();
    this.#maps = new Maps(this.#net, this.#net.plan.inputs, this.#placed.moments, this.#state);
  }

  /** In which order an epoch takes the points. */
  #orderOf(epoch: number): Int32Array {
    const rng = new Rng(this.#state.seed).split('order of epochs').split(epoch);
    const order = rng.permutation(this.#placed.examples.count);
    rng.dispose();
    return order;
  }

  /** Where the reader has looked back, the run goes on from there: what came after is forgotten. */
  #branch(): void {
    if (this.#epoch === this.#lastEpoch || !this.#row) return;
    this.#snapshots.cut(this.#epoch);
    this.#lastEpoch = this.#epoch;
    this.#rows = [...this.#row];
  }

  get #parts(): NonNullable<PlacedPoints['parts']> {
    return this.#placed.parts as NonNullable<PlacedPoints['parts']>;
  }

  #report(): ReturnType<Trainer['report']> {
    const { train, test } = this.#parts;
    return this.#trainer.report(train, test);
  }

  /** Scores the net as it is now. */
  async #score(isStart: boolean): Promise<void> {
    this.#hasNews = true;
    this.#healthAt = Number.NEGATIVE_INFINITY;
    if (isStart) {
      this.#rows = [];
      this.#isAnew = true;
    }
    if (!this.#placed.parts) return;
    const { scores, values } = await this.#report();
    this.#remember(scores, values);
  }

  #remember(scores: Scores, values: Float32Array): void {
    const { trainLoss, testLoss, trainScore, testScore, penalty } = scores;
    const row = Float32Array.of(this.#epoch, trainLoss, testLoss, trainScore, testScore, penalty);
    // What was changed between two epochs takes the place of what the epoch gave.
    if (this.#rows.at(-rowWidth) === this.#epoch) this.#rows.length -= rowWidth;
    this.#rows.push(...row);
    // Nobody may be looking: then every second one is enough, and again.
    if (this.#rows.length > mostRows * rowWidth)
      this.#rows = this.#rows.filter(
        (_, i) => Math.floor(i / rowWidth) % 2 === 0 || i >= this.#rows.length - rowWidth,
      );
    this.#lastEpoch = this.#epoch;
    this.#row = row;
    this.#snapshots.cut(this.#epoch - 1);
    this.#snapshots.add({ epoch: this.#epoch, values, row });
    this.#last = values;
    this.#hasNews = true;
  }

  /** The values after the last epoch that went well. */
  #last: Float32Array = new Float32Array();

  async #fail(order: Int32Array): Promise<void> {
    this.#trainer.restore(this.#last);
    this.#failure = await diagnose(
      this.#trainer,
      this.#state,
      this.#rng,
      this.#placed.examples,
      order,
      this.#epoch,
    );
    this.#trainer.restore(this.#last);
    this.#epoch--;
  }

  async #measure(): Promise<void> {
    if (!this.#placed.parts) return;
    const { train, test } = this.#parts;
    this.#health = await healthOf(this.#net, train, this.#state);
    this.#confusion = this.#state.problem === 'regression' ? [] : await confusionOf(this.#net, test);
  }

  async #answers(): Promise<Float32Array> {
    if (!this.#placed.parts) return new Float32Array();
    using sums = this.#net.model.predict(this.#parts.all as never) as Tensor;
    using answers = answerOf(this.#state, sums.mul(1) as Tensor);
    return Float32Array.from((await answers.data()) as Float32Array);
  }
}
