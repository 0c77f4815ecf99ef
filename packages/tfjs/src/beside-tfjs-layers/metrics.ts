import { type Tensor, tensor } from '@descent/core';
import { activation, sequential } from '@descent/layers';
import * as descent from '@descent/losses';
import { evaluate } from '@descent/train';
import * as tf from '@tensorflow/tfjs-core';
import { layers as tfl, metrics as tfMetrics, sequential as tfSequential } from '@tensorflow/tfjs-layers';
import type { Comparison, Numbers } from './comparison.js';
import { plain } from './losses.js';

type Rows = readonly (readonly number[])[];
type TfMetric = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

const answers = [[0.9], [0.4], [0.2], [0.7], [0.6], [0.1]];
const truths = [[1], [1], [0], [0], [1], [0]];
/** Answers that are certain: as tfjs counts. */
const certain = [[1], [0], [0], [1], [1], [0]];
const shares = [
  [0.2, 0.5, 0.3],
  [0.6, 0.1, 0.3],
  [0.1, 0.2, 0.7],
  [0.3, 0.4, 0.3],
];
const classes = [
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, 1],
  [1, 0, 0],
];
const batchSize = 3;

/** What `evaluate` of both says of given predictions, in batches. */
async function compare(
  metric: descent.Metric,
  theirs: TfMetric,
  predictions: Rows,
  targets: Rows | Int32Array,
): Promise<Numbers> {
  const size = predictions[0]?.length as number;
  using model = sequential({ input: [size] }, activation('linear'));
  const { loss, metrics } = { loss: descent.meanAbsoluteError, metrics: { metric } };
  const options = { metrics, batchSize, loss: targets instanceof Int32Array ? descent.crossEntropy : loss };
  const data = { x: predictions, y: targets } as { x: number[][]; y: number[][] };
  const { metric: ours } = await evaluate(model, data, options);
  const net = tfSequential({ layers: [tfl.activation({ activation: 'linear', inputShape: [size] })] });
  const isSparse = targets instanceof Int32Array;
  const lossName = isSparse ? 'sparseCategoricalCrossentropy' : 'meanAbsoluteError';
  net.compile({ optimizer: 'sgd', loss: lossName, metrics: [theirs] });
  const [x, y] = [tf.tensor2d(predictions as number[][]), tf.tensor(plain(targets))];
  const results = net.evaluate(x, y, { batchSize }) as tf.Scalar[];
  return { ours: [ours], theirs: [...(results[1] as tf.Scalar).dataSync()] };
}

function row(
  ours: string,
  theirs: string,
  metric: descent.Metric,
  [predictions, targets]: readonly [Rows, Rows | Int32Array],
  rest: Partial<Comparison> = {},
): Comparison {
  const formula = tfMetrics[theirs as 'precision'] as TfMetric;
  return { ours, theirs, ...rest, run: () => compare(metric, formula, predictions, targets) };
}

/** One batch, without a model. */
function atOnce(
  ours: string,
  theirs: string,
  metric: descent.Metric,
  [predictions, targets]: readonly [Rows, Rows],
  rest: Partial<Comparison> = {},
): Comparison {
  const formula = tfMetrics[theirs as 'precision'] as TfMetric;
  return {
    ours,
    theirs,
    ...rest,
    async run() {
      const [p, t] = [predictions, targets].map((rows) => tensor(rows as number[][]) as Tensor) as [
        Tensor,
        Tensor,
      ];
      const value = await descent.measure(metric, p, t);
      return tf.tidy(() => ({
        ours: [value],
        theirs: [
          ...formula(tf.tensor2d(targets as number[][]), tf.tensor2d(predictions as number[][])).dataSync(),
        ],
      }));
    },
  };
}

const perBatch = 'over several batches the mean of those of each';
const undecided = 'counts answers that are 1 and 0 exactly, and no others; Keras has a threshold of 0.5';
const twoOutputs = [
  [1, 5],
  [2, 30],
  [4, 20],
];
const twoTargets = [
  [1, 10],
  [2, 20],
  [3, 30],
];

/** Metrics that both have. */
export const metricRows: readonly Comparison[] = [
  row('accuracy', 'binaryAccuracy', descent.accuracy, [answers, truths]),
  row('accuracy', 'categoricalAccuracy', descent.accuracy, [shares, classes]),
  row('accuracy', 'sparseCategoricalAccuracy', descent.accuracy, [shares, Int32Array.of(1, 2, 2, 0)]),
  atOnce('precision', 'precision', descent.precision(), [certain, truths], { of: 'certain answers' }),
  atOnce('precision', 'precision', descent.precision(), [answers, truths], {
    of: 'shares',
    differs: undecided,
  }),
  row('precision', 'precision', descent.precision(), [certain, truths], {
    of: 'two batches',
    differs: perBatch,
  }),
  atOnce('recall', 'recall', descent.recall(), [certain, truths], { of: 'certain answers' }),
  atOnce('recall', 'recall', descent.recall(), [answers, truths], { of: 'shares', differs: undecided }),
  row('recall', 'recall', descent.recall(), [certain, truths], { of: 'two batches', differs: perBatch }),
  atOnce('r2', 'r2Score', descent.r2, [answers, truths], { of: 'one output' }),
  row('r2', 'r2Score', descent.r2, [answers, truths], { of: 'two batches', differs: perBatch }),
  atOnce('r2', 'r2Score', descent.r2, [twoOutputs, twoTargets], {
    of: 'two outputs',
    differs: 'takes all outputs for one; Keras gives the mean of that of each',
  }),
];
