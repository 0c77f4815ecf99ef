// TensorFlow.js, on its plain, its WebAssembly and its WebGPU backend, and on Descent's.
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

import { labelsOf, valuesOf } from '../works.mjs';

export async function start({ backend, threads }) {
  if (backend === 'wasm') {
    setThreadsCount(threads);
    if (typeof process === 'undefined') setWasmPaths('/modules/@tensorflow/tfjs-backend-wasm/dist/');
  }
  if (backend === 'webgpu') {
    await import('./dawn.mjs');
    await import('@tensorflow/tfjs-backend-webgpu');
  }
  if (backend === 'descent-cpu') {
    const [{ cpu }, { toTfjs }] = await Promise.all([
      import('@descent/backend-cpu'),
      import('@descent/tfjs'),
    ]);
    await toTfjs(await cpu({ threads }), { useTfjsCpu: false });
  }
  await tf.setBackend(backend);
  await tf.ready();
  return { description: `TensorFlow.js ${tf.version.tfjs} on ${backend}`, programs: programsOf(backend) };
}

const load = (spec) => tf.tensor(valuesOf(spec), spec.shape);

function pure(f) {
  return {
    check: async () => [await firstOf(f())],
    async run(n) {
      for (let i = 1; i < n; i++) tf.dispose(f());
      await firstOf(f());
    },
  };
}

function training(optimizer, { parameters }, lossOf) {
  const variables = parameters.map((spec) => tf.variable(load(spec)));
  const step = () => optimizer.minimize(() => lossOf(variables), true, variables);
  return {
    async check() {
      const losses = [];
      for (let i = 0; i < 4; i++) losses.push(await firstOf(step()));
      return losses;
    },
    async run(n) {
      for (let i = 1; i < n; i++) step().dispose();
      await firstOf(step());
    },
  };
}

/** The first element of a tensor, which is freed. */
async function firstOf(result) {
  const [value] = await result.data();
  result.dispose();
  return value;
}

const crossEntropy = (logits, work) => {
  const labels = tf.oneHot(tf.tensor1d(labelsOf(work), 'int32'), work.classes).toFloat();
  return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1)));
};

function forward(logitsOf, { inputs: [x], parameters }) {
  const [input, p] = [load(x), parameters.map(load)];
  return pure(() => tf.tidy(() => logitsOf(p, input)));
}

function cnnLogits([k1, c1, k2, c2, w1, b1, w2, b2], x) {
  const first = tf.maxPool(tf.relu(tf.add(tf.conv2d(x, k1, 1, 'same'), c1)), 2, 2, 'valid');
  const second = tf.maxPool(tf.relu(tf.add(tf.conv2d(first, k2, 1, 'same'), c2)), 2, 2, 'valid');
  return mlpLogits([w1, b1, w2, b2], tf.reshape(second, [x.shape[0], -1]));
}

const mlpLogits = ([w1, b1, w2, b2], x) => tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)), w2), b2);

/** MobileNet, op by op as its layers are called. */
function mobileNetProbabilities(parameters, pictures, strides) {
  const rest = parameters.values();
  const take = () => rest.next().value;
  const normalized = (x) => {
    const [gamma, beta, mean, variance] = [take(), take(), take(), take()];
    return tf.relu6(tf.batchNorm(x, mean, variance, beta, gamma, 1e-3));
  };
  let x = normalized(tf.conv2d(pictures, take(), 2, 'same'));
  for (const stride of strides) {
    x = normalized(tf.depthwiseConv2d(x, take(), stride, 'same'));
    x = normalized(tf.conv2d(x, take(), 1, 'same'));
  }
  const scores = tf.add(tf.conv2d(tf.mean(x, [1, 2], true), take(), 1, 'same'), take());
  return tf.softmax(tf.reshape(scores, [x.shape[0], -1]));
}

/** What a backend has kernels for. */
function programsOf(backend) {
  const programs = {
    matmul({ inputs, transposeA, transposeB }) {
      const [a, b] = inputs.map(load);
      return pure(() => tf.matMul(a, b, transposeA, transposeB));
    },
    convolution({ inputs }) {
      const [x, w] = inputs.map(load);
      return pure(() => tf.conv2d(x, w, 1, 'same'));
    },
    inputGradient({ inputs: [x, w], gradient }) {
      const [filter, dy] = [load(w), load(gradient)];
      return pure(() => tf.conv2dTranspose(dy, filter, x.shape, 1, 'same'));
    },
    cnnForward: (work) => forward(cnnLogits, work),
    mlp(work) {
      const x = load(work.inputs[0]);
      return training(tf.train.sgd(0.1), work, (p) => crossEntropy(mlpLogits(p, x), work));
    },
    mlpForward: (work) => forward(mlpLogits, work),
    mobileNetForward: (work) => forward((p, x) => mobileNetProbabilities(p, x, work.strides), work),
    tanhNet(work) {
      const [x, y] = work.inputs.map(load);
      return training(tf.train.sgd(0.1), work, ([w1, b1, w2, b2, w3, b3]) => {
        const first = tf.tanh(tf.add(tf.matMul(x, w1), b1));
        const second = tf.tanh(tf.add(tf.matMul(first, w2), b2));
        return tf.mean(tf.squaredDifference(tf.add(tf.matMul(second, w3), b3), y));
      });
    },
  };
  if (backend === 'wasm') return programs;
  return {
    ...programs,
    cnn(work) {
      const x = load(work.inputs[0]);
      return training(tf.train.adam(0.001, 0.9, 0.999, 1e-7), work, (p) =>
        crossEntropy(cnnLogits(p, x), work),
      );
    },
  };
}
