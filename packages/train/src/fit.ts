import {
  checkBooleans,
  checkOptions,
  checkWhole,
  describeValue,
  type Shape,
  ValueError,
} from '@descent/core';
import type { ArrayData, Dataset } from '@descent/datasets';
import type { Model, Shapes } from '@descent/layers';
import type { Loss } from '@descent/losses';
import type { Callback } from './callbacks/callback.js';
import { checkCallbacks } from './callbacks/check-callbacks.js';
import { checkModel } from './check-model.js';
import type { Checkpoints } from './checkpoints/checkpoints.js';
import { claim } from './claim.js';
import { type ClassWeights, checkClassWeights } from './example-weights.js';
import { fitOptionNames } from './fit-option-names.js';
import type { History, TrainingPosition } from './history.js';
import { holdOut } from './hold-out.js';
import { isList } from './is-list.js';
import type { Metrics } from './metric.js';
import { type Objective, objectiveOf, sourceOf } from './objective.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { PerOutput, SeveralData, TrainingData } from './per-output.js';
import { checkProgress, type ProgressKind } from './progress.js';
import type { TrainingControl } from './training-control.js';
import { TrainingRun } from './training-run.js';

/** Options of {@link fit}, for a model of the shapes `O` and `I`. */
export interface FitOptions<O extends Shapes = Shape, I extends Shapes = Shape> {
  /** What training makes small; of several outputs a list, or by their names: `{ price: meanSquaredError, kind: … }`. */
  readonly loss: PerOutput<O, Loss>;
  /** How much the loss of each of several outputs counts. Default: 1 each. */
  readonly lossWeights?: O extends Shape ? undefined : PerOutput<O, number>;
  /** How parameters follow their gradients; it keeps its state between calls of `fit`. */
  readonly optimizer: Optimizer;
  /**
   * Numbers to report, by name: `{ accuracy, f1: f1() }`; of several outputs a list, or by their names:
   * `{ kind: { accuracy } }`, which is reported as `kind_accuracy`.
   */
  readonly metrics?: PerOutput<O, Metrics>;
  /** Passes over the data. Default 1. */
  readonly epochs?: number;
  /** Examples per step. Default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number;
  /** Seed of the shuffle and of what layers draw while training. Default 0. */
  readonly seed?: number;
  /** Another order in every epoch. Default true. */
  readonly shuffle?: boolean;
  /** How much the examples of each class count in the loss, by class index: `{ 0: 1, 1: 5 }`. Default: 1 each. */
  readonly classWeights?: ClassWeights;
  /** Data to evaluate after every epoch. */
  readonly validation?: TrainingData<I, O>;
  /**
   * Instead of `validation`: the share of the data, in (0, 1), to evaluate and not to train on. It is the last examples
   * as they lie, whatever `shuffle` says: examples that are sorted by class want `data.split(0.8)` instead.
   */
  readonly validationSplit?: number;
  /** What follows training, told in this order: `earlyStopping()`, or an object with methods of your own. */
  readonly callbacks?: readonly Callback[];
  /** Default 'auto'. */
  readonly progress?: ProgressKind;
  /**
   * Saves what training needs to go on, and goes on from there when there is something: `checkpoints('runs/first')`.
   */
  readonly checkpoints?: Checkpoints;
  /**
   * What to do when a loss or a gradient is not finite, after undoing the step: 'throw' (default) an error that names
   * the layer, 'stop' training, or 'skip' the batch.
   */
  readonly nonFinite?: 'throw' | 'stop' | 'skip';
  /** Pauses, continues and stops training between two steps. */
  readonly control?: TrainingControl;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  /**
   * On a device that can be lost, such as a browser's GPU: how many batches pass between two copies of all that training
   * changes to the host, or 'off'. When the device is lost, training goes on from the last one, on a new device or on the
   * next backend of `pickBackend`, and ends as it would have without. A copy is read while steps go on, and costs the
   * host as much memory as parameters and optimizer take on the device. Default 50. On other backends nothing is copied.
   */
  readonly backupEvery?: number | 'off';
  /**
   * Where an earlier run stopped: epochs and batches before it are skipped, the order stays the same. Go on with the
   * same optimizer, which remembers its moments; the means of a continued epoch cover the batches since.
   */
  readonly from?: TrainingPosition;
}

/**
 * Trains a model: for each batch, one compiled step of forward, backward and update.
 *
 * The same seed, data and backend give the same bits. When a loss or gradient is not finite, training stops
 * with the parameters as they were before that step. When it ends early, by `signal` or by an error in a
 * callback or the data, parameters are those of the last finished step.
 *
 * A device that works beside the host, as a GPU does, is given a step while the one before is under way, unless a callback,
 * a checkpoint or a backup wants to see what that leaves. The results are the same.
 *
 * When the device is lost, `fit` goes on by itself, see `backupEvery`; callbacks are told, and once more of the batches
 * since the last backup. After three losses at one place it takes the next backend of `pickBackend`, or gives up; the
 * parameters are then those of the last backup.
 *
 * Of a model of several outputs the loss is Σ lossWeight · loss; `NAME_loss` reports that of each output, without any
 * weights, by the names that `outputNames` tells.
 *
 * @param model - from `sequential` or `model`
 * @param data - a dataset, or arrays `{ x, y }`; of several inputs or outputs lists in the order of the model, or by
 * name: `{ x: { age, picture }, y: [price, kind] }`
 * @returns the history
 * @throws TrainingError E_DIVERGED naming epoch, batch and the first layer with a value that is not finite;
 * E_BUSY when the model is being trained already
 * @throws DataError for empty data and for batches that do not fit the model
 * @throws ValueError for options out of range
 * @throws BackendError E_LOST when a device was lost and there is no way to go on
 * @example
 * const history = await fit(model, train, {
 *   loss: crossEntropyFromLogits, optimizer: adam(), metrics: { accuracy }, epochs: 5, validation: test,
 * });
 */
export async function fit<I extends Shapes, O extends Shapes>(
  model: Model<I, O>,
  data: TrainingData<I, O>,
  options: FitOptions<O, I>,
): Promise<History> {
  checkFitOptions(options);
  // Inside there is one loss, and one table of metrics, of lists where there are several outputs.
  const [trained, given] = [checkModel('fit', model), options as unknown as FitOptions];
  const release = claim('fit', trained);
  try {
    const objective = objectiveOf('fit', trained, options) as Objective & {
      readonly metrics: Metrics;
    };
    if (given.classWeights && isList(trained)) {
      throw new ValueError('fit: classWeights need one output, the model gives a list', {
        fix: 'give the data weights instead: { x, y, weights }',
      });
    }
    const source = (from: Dataset | ArrayData | SeveralData) => sourceOf('fit', trained, from);
    const validation = given.validation && (await source(given.validation));
    const run = new TrainingRun(
      trained,
      ...holdOut(await source(data), { ...given, ...objective, validation }),
    );
    try {
      return await run.start();
    } finally {
      run.dispose();
    }
  } finally {
    release();
  }
}

function checkFitOptions(options: FitOptions<Shapes, Shapes>): void {
  checkOptions('fit', options, fitOptionNames);
  const { optimizer, epochs = 1, batchSize = 32, progress = 'auto', from } = options;
  const { callbacks = [], nonFinite = 'throw', backupEvery = 'off' } = options;
  if (typeof optimizer?.update !== 'function') {
    throw new ValueError('fit: optimizer must be an optimizer', { fix: 'call one: optimizer: adam()' });
  }
  checkWhole('fit', 'epochs', epochs);
  checkWhole('fit', 'batchSize', batchSize);
  checkBooleans('fit', options, 'shuffle');
  checkProgress('fit', progress);
  checkClassWeights('fit', options.classWeights);
  checkCallbacks('fit', callbacks);
  if (!['throw', 'stop', 'skip'].includes(nonFinite)) {
    throw new ValueError(`fit: nonFinite must be 'throw', 'stop' or 'skip', got ${describeValue(nonFinite)}`);
  }
  if (backupEvery !== 'off') checkWhole('fit', 'backupEvery', backupEvery);
  const { signal, checkpoints, control } = options;
  if (control !== undefined && typeof control?.pause !== 'function') {
    throw new ValueError(`fit: control must be a TrainingControl, got ${describeValue(control)}`, {
      fix: 'const control = new TrainingControl()',
    });
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new ValueError(`fit: signal must be an AbortSignal, got ${describeValue(signal)}`, {
      fix: 'signal: controller.signal',
    });
  }
  if (checkpoints !== undefined && typeof checkpoints?.latest !== 'function') {
    throw new ValueError(
      `fit: checkpoints must be what checkpoints(…) gives, got ${describeValue(checkpoints)}`,
      {
        fix: "checkpoints: checkpoints('runs/first')",
      },
    );
  }
  if (from && checkpoints) {
    throw new ValueError('fit: from and checkpoints both say where to begin', {
      fix: 'leave from out: the newest checkpoint says it',
    });
  }
  if (from) {
    checkWhole('fit', 'from.epoch', from.epoch, 0);
    checkWhole('fit', 'from.batch', from.batch, 0);
  }
}
