import {
  checkWhole,
  currentBackend,
  DataError,
  describeValue,
  Rng,
  type Shape,
  ValueError,
} from '@descent/core';
import type { Batch, Dataset } from '@descent/datasets';
import type { Model, Shapes } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { BatchUnderWay } from './batch-under-way.js';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { checkModel } from './check-model.js';
import { claim } from './claim.js';
import { exampleWeights } from './example-weights.js';
import { checkOptionsBesideFit } from './fit-option-names.js';
import { objectiveOf, sourceOf } from './objective.js';
import { checkPositive } from './optimizers/check-options.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { sgd } from './optimizers/sgd.js';
import type { PerOutput, TrainingData } from './per-output.js';
import { plotCurve } from './plot-curve.js';
import { Snapshot } from './snapshot.js';
import { surviving } from './surviving.js';
import { trainStep } from './train-step.js';

/** Options of {@link rangeTest}. */
export interface RangeTestOptions<O extends Shapes = Shape> {
  /** Of several outputs a list, or by their names. */
  readonly loss: PerOutput<O, Loss>;
  /** How much the loss of each of several outputs counts. Default: 1 each. */
  readonly lossWeights?: O extends Shape ? undefined : PerOutput<O, number>;
  /** With a number as its rate; it is as before afterwards. Default: `sgd()`. */
  readonly optimizer?: Optimizer;
  /** The first rate. Default 1e-6. */
  readonly minRate?: number;
  /** The last rate, when the loss has not grown too large before. Default 10. */
  readonly maxRate?: number;
  /** Number of rates, a step each. Default 100. */
  readonly steps?: number;
  /** Examples per step. Default 32. */
  readonly batchSize?: number;
  /** Seed of the shuffle and of what layers draw. Default 0. */
  readonly seed?: number;
}

const rangeTestOptionNames = [
  ...(['loss', 'lossWeights', 'optimizer', 'minRate', 'maxRate', 'steps', 'batchSize', 'seed'] as const),
] as const;

/** What a range test gives. */
export interface RangeTest {
  /** The rates that were tried, in rising order. */
  readonly rates: readonly number[];
  /** The loss at each, as a moving average of the last ten or so. */
  readonly losses: readonly number[];
  /** The rate at which the loss fell most steeply; undefined when it never fell. */
  readonly suggestion: number | undefined;
  /** The losses over the rates as lines of text, for a terminal. */
  plot(): string;
}

/** Share of the old average in the new one. */
const smoothing = 0.9;
/** The test ends when the loss is so many times the lowest. */
const tooLarge = 4;

/**
 * Learning-rate range test: trains with a rate that rises from step to step, until the loss grows, and tells where it
 * fell fastest. The model and the optimizer are as before afterwards. When a device is lost meanwhile, it begins again on
 * the next.
 *
 * @param model - from `sequential` or `model`
 * @param data - a dataset, or arrays `{ x, y }`; walked through again when there are more steps than batches
 * @throws DataError for empty data and for batches that do not fit the model
 * @throws TrainingError E_BUSY when the model is being trained
 * @throws ValueError for options out of range, and for an optimizer whose rate follows a schedule
 * @see Smith, Cyclical learning rates for training neural networks, arXiv:1506.01186, section 3.3
 * @example
 * const { suggestion, plot } = await rangeTest(model, train, { loss: crossEntropyFromLogits, optimizer: adam() });
 * console.log(plot());
 */
export async function rangeTest<I extends Shapes, O extends Shapes>(
  model: Model<I, O>,
  data: TrainingData<I, O>,
  options: RangeTestOptions<O>,
): Promise<RangeTest> {
  const chosen = checkOptionsBesideFit('rangeTest', options, rangeTestOptionNames);
  const { minRate = 1e-6, maxRate = 10, steps = 100, batchSize = 32, seed = 0 } = chosen;
  const trained = checkModel('rangeTest', model);
  checkPositive('rangeTest', 'minRate', minRate);
  checkPositive('rangeTest', 'maxRate', maxRate);
  if (minRate >= maxRate) {
    throw new ValueError(
      `rangeTest: minRate must be < maxRate, got ${describeValue(minRate)} and ${maxRate}`,
    );
  }
  checkWhole('rangeTest', 'steps', steps, 3);
  checkWhole('rangeTest', 'batchSize', batchSize);
  const { loss } = objectiveOf('rangeTest', trained, options);
  const optimizer = options.optimizer ?? sgd();
  const release = claim('rangeTest', trained);
  try {
    const source = await sourceOf('rangeTest', trained, data);
    const settings = { loss, optimizer, minRate, maxRate, steps, batchSize, seed };
    return await surviving('rangeTest', [], () => sweep(trained, source, settings));
  } finally {
    release();
    if (!options.optimizer) optimizer.dispose();
  }
}

interface Sweep extends Required<Omit<RangeTestOptions, 'lossWeights'>> {}

/** The steps at rising rates. */
async function sweep(model: Model, data: Dataset, settings: Sweep): Promise<RangeTest> {
  const { loss, optimizer, minRate, maxRate, steps, batchSize, seed } = settings;
  const learningRate = await optimizer.readLearningRate();
  optimizer.learningRate = learningRate;
  optimizer.prepare(model.trainableParameters);
  const rng = new Rng(seed).split('rangeTest');
  const before = new Snapshot([...model.parameters, ...optimizer.state]);
  const step = trainStep({ model, loss, optimizer, metrics: {}, rng });
  try {
    if ('lost' in currentBackend()) await before.read();
    const rateAt = (i: number): number => minRate * (maxRate / minRate) ** (i / (steps - 1));
    const losses = await lossesOf(batchesOf(data, batchSize, seed), steps, (batch, i) => {
      checkBatch('rangeTest', model, batch, `batch ${i + 1}`);
      optimizer.learningRate = rateAt(i);
      return runStep(step, loss, batch, i);
    });
    return resultOf(
      losses.map((_, i) => rateAt(i)),
      losses,
    );
  } finally {
    step.dispose();
    before.restore();
    optimizer.learningRate = learningRate;
    before.dispose();
    rng.dispose();
  }
}

/** The data again and again, each time in another order. */
async function* batchesOf(data: Dataset, batchSize: number, seed: number): AsyncGenerator<Batch> {
  for (let epoch = 0; ; epoch++) {
    let count = 0;
    for await (const batch of data.batches({ batchSize, order: { seed, epoch } })) {
      count++;
      yield batch;
    }
    if (count === 0) throw new DataError('rangeTest: the data is empty: no batch came');
  }
}

/** The loss of one step. */
async function runStep(
  step: ReturnType<typeof trainStep>,
  loss: Loss,
  batch: Batch,
  i: number,
): Promise<number> {
  const weights = exampleWeights('rangeTest', batch, loss);
  using begun = new BatchUnderWay(step, batch, weights, `rangeTest: batch ${i + 1}`);
  const [size, value] = await begun.numbers();
  return Number.isFinite(size) ? (value as number) : Number.NaN;
}

/** Smoothed losses of the steps, until one is not finite or too large. */
async function lossesOf(
  batches: AsyncIterable<Batch>,
  steps: number,
  run: (batch: Batch, i: number) => Promise<number>,
): Promise<number[]> {
  const losses: number[] = [];
  const pause = breathe();
  let average = 0;
  for await (const batch of batches) {
    const i = losses.length;
    average = smoothing * average + (1 - smoothing) * (await run(batch, i));
    const smoothed = average / (1 - smoothing ** (i + 1));
    if (!Number.isFinite(smoothed)) break;
    losses.push(smoothed);
    if (losses.length === steps || smoothed > tooLarge * Math.min(...losses)) break;
    await pause();
  }
  return losses;
}

function resultOf(rates: readonly number[], losses: readonly number[]): RangeTest {
  // The first averages are of few batches, which differ: a slope is taken over a fifth of the curve, behind them.
  const reach = Math.max(1, Math.round(losses.length / 10));
  let steepest = 0;
  let suggestion: number | undefined;
  for (let i = 2 * reach; i + reach < losses.length; i++) {
    const rise = (losses[i + reach] as number) - (losses[i - reach] as number);
    if (rise >= steepest) continue;
    steepest = rise;
    suggestion = rates[i];
  }
  return { rates, losses, suggestion, plot: () => plotCurve(rates, losses, suggestion) };
}
