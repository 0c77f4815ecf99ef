import { grad, type Tensor, tensor } from '@descent/core';
import * as descent from '@descent/losses';
import { lossInputs } from '@descent/testing';
import * as tf from '@tensorflow/tfjs-core';
import { sequential, layers as tfl } from '@tensorflow/tfjs-layers';
import type { Comparison, Numbers } from './comparison.js';

type Rows = readonly (readonly number[])[];

const { numbers, right, sides, shares, otherShares } = lossInputs;
const certain = [
  [0, 1, 0],
  [1, 0, 0],
];

type TfLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** A loss of tfjs-layers, which a model finds by its name. */
function tfLoss(name: string): TfLoss {
  const model = sequential({ layers: [tfl.activation({ activation: 'linear', inputShape: [3] })] });
  model.compile({ optimizer: 'sgd', loss: name });
  return (model as unknown as { model: { lossFunctions: TfLoss[] } }).model.lossFunctions[0] as TfLoss;
}

/** Targets as nested arrays of numbers. */
export function plain(targets: Rows | Int32Array): number[][] {
  return (targets instanceof Int32Array ? [...targets] : targets) as number[][];
}

/** The loss of each example, and the gradient of their mean. */
function compare(
  loss: descent.DefinedLoss,
  theirs: TfLoss,
  predictions: Rows,
  targets: Rows | Int32Array,
): Numbers {
  const [p, t] = [tensor(predictions as number[][]) as Tensor, tensor(targets as number[][]) as Tensor];
  const ours = [
    ...loss.perExample(p, t).dataSync(),
    ...grad((x: Tensor) => loss(x, t) as Tensor)(p).dataSync(),
  ];
  return tf.tidy(() => {
    // Class indices are floats there.
    const [p, t] = [tf.tensor2d(predictions as number[][]), tf.tensor(plain(targets))];
    const each = theirs(t, p);
    const slope = tf.grad((x) => tf.mean(theirs(t, x)))(p);
    return { ours, theirs: [...each.dataSync(), ...slope.dataSync()] };
  });
}

function row(
  ours: string,
  theirs: string,
  loss: descent.DefinedLoss,
  [predictions, targets]: readonly [Rows, Rows | Int32Array],
  rest: Partial<Comparison> = {},
): Comparison {
  return { ours, theirs, ...rest, run: () => compare(loss, tfLoss(theirs), predictions, targets) };
}

/** The mean over all, and its gradient: functions of tfjs-core, which tfjs-layers takes as losses too. */
function mean(ours: string, theirs: string, loss: descent.DefinedLoss, formula: TfLoss): Comparison {
  return {
    ours,
    theirs,
    run() {
      const [p, t] = [tensor(numbers) as Tensor, tensor(right) as Tensor];
      const value = loss(p, t).item();
      const slope = [...grad((x: Tensor) => loss(x, t) as Tensor)(p).dataSync()];
      return tf.tidy(() => {
        const [p, t] = [tf.tensor2d(numbers), tf.tensor2d(right)];
        const theirSlope = tf.grad((x) => formula(t, x))(p);
        return {
          ours: [value, ...slope],
          theirs: [...formula(t, p).dataSync(), ...theirSlope.dataSync()],
        };
      });
    },
  };
}

/** Losses that both have. */
export const lossRows: readonly Comparison[] = [
  row('meanSquaredError', 'meanSquaredError', descent.meanSquaredError, [numbers, right]),
  row('meanAbsoluteError', 'meanAbsoluteError', descent.meanAbsoluteError, [numbers, right]),
  row('meanAbsolutePercentageError', 'meanAbsolutePercentageError', descent.meanAbsolutePercentageError, [
    numbers,
    sides,
  ]),
  row('logCosh', 'logcosh', descent.logCosh, [numbers, right]),
  row('poisson', 'poisson', descent.poisson, [shares, right]),
  row('hinge', 'hinge', descent.hinge, [numbers, sides]),
  row('hinge', 'hinge', descent.hinge, [numbers, right], {
    of: 'targets of 0 and 1',
    differs: 'takes targets of 0 as they are; Keras takes those of 0 and 1 for −1 and 1',
  }),
  row('squaredHinge', 'squaredHinge', descent.squaredHinge, [numbers, sides]),
  row('squaredHinge', 'squaredHinge', descent.squaredHinge, [numbers, right], {
    of: 'targets of 0 and 1',
    differs: 'takes targets of 0 as they are; Keras takes those of 0 and 1 for −1 and 1',
  }),
  row('logLoss', 'binaryCrossentropy', descent.logLoss, [shares, right]),
  row('crossEntropy', 'categoricalCrossentropy', descent.crossEntropy, [shares, right]),
  row('crossEntropy', 'sparseCategoricalCrossentropy', descent.crossEntropy, [shares, Int32Array.of(1, 2)]),
  row('klDivergence', 'kullbackLeiblerDivergence', descent.klDivergence, [shares, otherShares]),
  row('klDivergence', 'kullbackLeiblerDivergence', descent.klDivergence, [shares, certain], {
    of: 'targets of 0',
  }),
  row('cosineSimilarity', 'cosineProximity', descent.cosineSimilarity, [numbers, shares]),
  mean('crossEntropyFromLogits', 'tf.losses.softmaxCrossEntropy', descent.crossEntropyFromLogits, (t, p) =>
    tf.losses.softmaxCrossEntropy(t, p),
  ),
  mean('logLossFromLogits', 'tf.losses.sigmoidCrossEntropy', descent.logLossFromLogits, (t, p) =>
    tf.losses.sigmoidCrossEntropy(t, p),
  ),
  mean(
    'labelSmoothing',
    'tf.losses.softmaxCrossEntropy',
    descent.labelSmoothing(descent.crossEntropyFromLogits, 0.1),
    (t, p) => tf.losses.softmaxCrossEntropy(t, p, 1, 0.1),
  ),
  mean('huber', 'tf.losses.huberLoss', descent.huber({ delta: 1.2 }), (t, p) =>
    tf.losses.huberLoss(t, p, 1, 1.2),
  ),
];
