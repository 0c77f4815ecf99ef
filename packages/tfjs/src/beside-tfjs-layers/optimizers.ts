import { Rng, type Tensor, tensor, Variable } from '@descent/core';
import * as descent from '@descent/train';
import * as tf from '@tensorflow/tfjs-core';
import { sequential, layers as tfl } from '@tensorflow/tfjs-layers';
import type { Comparison, Numbers } from './comparison.js';

const stepCount = 20;
const start = Float32Array.from(new Rng(1).uniformArray(6));
const gradients = Array.from({ length: stepCount }, (_, k) =>
  Float32Array.from(new Rng(2).split(k).uniformArray(6), (u) => 2 * u - 1),
);

/** The weights after each of some steps along given gradients. */
function compare(optimizer: descent.Optimizer, theirs: tf.Optimizer, scale: number): Numbers {
  const w = new Variable({ shape: [6], values: start.slice() }, { name: 'w' }) as Variable;
  const v = tf.variable(tf.tensor1d(start));
  const [ours, others]: [number[], number[]] = [[], []];
  for (const values of gradients) {
    const gradient = values.map((value) => value * scale);
    using given = tensor(gradient);
    optimizer.update([w], [given as Tensor]);
    ours.push(...w.value.dataSync());
    const theirGradient = tf.tensor1d(gradient);
    theirs.applyGradients([{ name: v.name, tensor: theirGradient }]);
    others.push(...v.dataSync());
    theirGradient.dispose();
  }
  for (const each of [optimizer, theirs, w, v]) each.dispose();
  return { ours, theirs: others };
}

function row(
  [ours, theirs]: readonly [string, string],
  make: () => readonly [descent.Optimizer, tf.Optimizer],
  { scale = 1, ...rest }: Partial<Comparison> & { scale?: number } = {},
): Comparison {
  return { ours, theirs, ...rest, run: () => compare(...make(), scale) };
}

/** The rate of an optimizer that is asked for by its name alone. */
function rate(name: string, optimizer: () => descent.Optimizer, differs?: string): Comparison {
  return {
    ours: name,
    theirs: name.toLowerCase(),
    of: 'the learning rate that is not given',
    ...(differs && { differs }),
    run() {
      const net = sequential({ layers: [tfl.dense({ units: 1, inputShape: [1] })] });
      net.compile({ optimizer: name.toLowerCase(), loss: 'meanSquaredError' });
      // Protected, and of sgd and others alike.
      const { learningRate } = net.optimizer as unknown as { learningRate: number };
      const ours = optimizer();
      const numbers = { ours: [ours.learningRate], theirs: [learningRate] };
      ours.dispose();
      net.dispose();
      return numbers;
    },
  };
}

const { train } = tf;
const epsilon = 1e-7;

/** Optimizers that both have. */
export const optimizerRows: readonly Comparison[] = [
  row(['sgd', 'sgd'], () => [descent.sgd({ learningRate: 0.1 }), train.sgd(0.1)]),
  rate('sgd', () => descent.sgd()),
  row(['sgd', 'momentum'], () => [
    descent.sgd({ learningRate: 0.1, momentum: 0.9 }),
    train.momentum(0.1, 0.9),
  ]),
  row(
    ['sgd', 'momentum'],
    () => [descent.sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), train.momentum(0.1, 0.9, true)],
    { of: 'Nesterov’s' },
  ),
  {
    ours: 'sgd',
    theirs: 'momentum',
    of: 'a rate that falls',
    differs: 'takes the rate outside the sum, so that a rate that falls slows earlier gradients too',
    run() {
      const w = new Variable({ shape: [1], values: Float32Array.of(0) }, { name: 'w' }) as Variable;
      const v = tf.variable(tf.tensor1d([0]));
      const [ours, theirs] = [descent.sgd({ learningRate: 0.1, momentum: 0.9 }), train.momentum(0.1, 0.9)];
      using gradient = tensor([1]);
      for (const learningRate of [0.1, 0.001]) {
        ours.learningRate = learningRate;
        theirs.setLearningRate(learningRate);
        ours.update([w], [gradient as Tensor]);
        theirs.applyGradients([{ name: v.name, tensor: tf.tensor1d([1]) }]);
      }
      return { ours: [...w.value.dataSync()], theirs: [...v.dataSync()] };
    },
  },
  row(['rmsProp', 'rmsprop'], () => [
    descent.rmsProp({ learningRate: 0.01 }),
    train.rmsprop(0.01, 0.9, 0, epsilon),
  ]),
  row(
    ['rmsProp', 'rmsprop'],
    () => [descent.rmsProp({ learningRate: 0.01, momentum: 0.5 }), train.rmsprop(0.01, 0.9, 0.5, epsilon)],
    { of: 'momentum' },
  ),
  row(
    ['rmsProp', 'rmsprop'],
    () => [
      descent.rmsProp({ learningRate: 0.01, centered: true }),
      train.rmsprop(0.01, 0.9, 0, epsilon, true),
    ],
    { of: 'centered', relative: 1e-4 },
  ),
  row(
    ['rmsProp', 'rmsprop'],
    () => [
      descent.rmsProp({ learningRate: 0.01, centered: true, epsilon: 0.01 }),
      train.rmsprop(0.01, 0.9, 0, 0.01, true),
    ],
    {
      of: 'centered, with an epsilon that counts',
      differs: 'centered, it takes ε away from the variance, which may become negative; Keras adds it',
    },
  ),
  rate('rmsProp', () => descent.rmsProp()),
  row(['adagrad', 'adagrad'], () => [descent.adagrad({ learningRate: 0.1 }), train.adagrad(0.1, 0.1)]),
  rate('adagrad', () => descent.adagrad(), 'its rate is 0.01 unless given, Keras’ 0.001'),
  row(
    ['adadelta', 'adadelta'],
    () => [descent.adadelta({ learningRate: 1 }), train.adadelta(1, 0.95, epsilon)],
    { differs: 'divides by the mean square from before the step; the paper and Keras by that with it' },
  ),
  rate('adadelta', () => descent.adadelta(), 'its rate is 1 unless given, Keras’ 0.001'),
  row(['adam', 'adam'], () => [descent.adam({ learningRate: 0.01 }), train.adam(0.01, 0.9, 0.999, epsilon)]),
  row(['adam', 'adam'], () => [descent.adam({ learningRate: 0.01 }), train.adam(0.01, 0.9, 0.999, epsilon)], {
    of: 'gradients of the size of epsilon',
    scale: 1e-7,
  }),
  rate('adam', () => descent.adam()),
  row(['adamax', 'adamax'], () => [
    descent.adamax({ learningRate: 0.01 }),
    train.adamax(0.01, 0.9, 0.999, epsilon),
  ]),
  rate('adamax', () => descent.adamax(), 'its rate is 0.002 unless given, Keras’ 0.001'),
];
