// Descent through its public packages.
import { compile, conv2d, matmul, tensor, useBackend, variableGradients, vjp } from '@descent/core';
import { conv2d as conv2dLayer, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits, meanSquaredError } from '@descent/losses';
import { adam, fit, sgd } from '@descent/train';
import { mobileNetV1 } from '@descent/zoo';
import { labelsOf, valuesOf } from '../works.mjs';

const backends = {
  cpu: async (options) => (await import('@descent/backend-cpu')).cpu(options),
  'node-gpu': async () => (await import('@descent/backend-node-gpu')).nodeGpu(),
};

export async function start({ threads, backend: name = 'cpu' }) {
  const backend = await useBackend(backends[name]({ threads }));
  return { description: backend.description, programs };
}

const load = (spec) => tensor(valuesOf(spec), spec.shape);

/** A compiled function without state: the first element of the result tells whether it is right. */
function pure(f, args) {
  const compiled = compile(f);
  const once = () => compiled(...args);
  return { check: async () => [await firstOf(once())], run: (n) => repeat(n, once) };
}

/** Runs a step so many times, and waits for the last: a GPU may still be at work when a call returns. */
async function repeat(n, step) {
  for (let i = 1; i < n; i++) step().dispose();
  await firstOf(step());
}

/** The first element of a tensor, which is freed. */
async function firstOf(result) {
  using given = result;
  return (await given.data())[0];
}

/** Gives a model the work's parameters. */
function give(model, parameters) {
  for (const [i, parameter] of model.parameters.entries()) parameter.reset(valuesOf(parameters[i]));
}

/** A training step: forward, backward, update. */
function training(model, optimizer, loss, { parameters }, x, y) {
  give(model, parameters);
  const step = compile((inputs, targets) => {
    const { value, gradients } = variableGradients(
      () => loss(model.call(inputs, { training: true }), targets),
      model.parameters,
    );
    optimizer.update(model.parameters, gradients);
    return value;
  });
  const once = () => step(x, y);
  return {
    async check() {
      const losses = [];
      for (let i = 0; i < 4; i++) losses.push(await firstOf(once()));
      return losses;
    },
    run: (n) => repeat(n, once),
  };
}

/** A model's answer, outside training. */
function forward(model, { inputs: [x], parameters }) {
  give(model, parameters);
  return pure((input) => model.call(input, { training: false }), [load(x)]);
}

const cnnNet = () =>
  sequential(
    { input: [28, 28, 1] },
    conv2dLayer({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    conv2dLayer({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dense(128, { activation: 'relu' }),
    dense(10),
  );

const mlpNet = () => sequential({ input: [784] }, dense(128, { activation: 'relu' }), dense(10));

const tanhNet = () =>
  sequential({ input: [2] }, dense(8, { activation: 'tanh' }), dense(8, { activation: 'tanh' }), dense(1));

const programs = {
  matmul({ inputs, transposeA, transposeB }) {
    return pure((a, b) => matmul(a, b, { transposeA, transposeB }), inputs.map(load));
  },
  convolution({ inputs }) {
    return pure((x, w) => conv2d(x, w, { padding: 'same' }), inputs.map(load));
  },
  filterGradient({ inputs: [x, w], gradient }) {
    const image = load(x);
    const back = (filter, dy) => vjp((f) => conv2d(image, f, { padding: 'same' }), filter).pullback(dy)[0];
    return pure(back, [w, gradient].map(load));
  },
  inputGradient({ inputs: [x, w], gradient }) {
    const filter = load(w);
    const back = (image, dy) =>
      vjp((each) => conv2d(each, filter, { padding: 'same' }), image).pullback(dy)[0];
    return pure(back, [x, gradient].map(load));
  },
  cnn: (work) =>
    training(cnnNet(), adam(), crossEntropyFromLogits, work, load(work.inputs[0]), tensor(labelsOf(work))),
  cnnForward: (work) => forward(cnnNet(), work),
  mlp(work) {
    const optimizer = sgd({ learningRate: 0.1 });
    const [x, y] = [load(work.inputs[0]), tensor(labelsOf(work))];
    return training(mlpNet(), optimizer, crossEntropyFromLogits, work, x, y);
  },
  mlpForward: (work) => forward(mlpNet(), work),
  mobileNetForward: (work) => forward(mobileNetV1({ alpha: 0.25 }), work),
  tanhNet(work) {
    const [x, y] = work.inputs.map(load);
    return training(tanhNet(), sgd({ learningRate: 0.1 }), meanSquaredError, work, x, y);
  },
  tanhNetFit({ inputs: [x, y], parameters }) {
    const model = tanhNet();
    give(model, parameters);
    const optimizer = sgd({ learningRate: 0.1 });
    const train = async (n) => {
      const repeated = (spec) => {
        const values = valuesOf(spec);
        const all = new Float32Array(n * values.length);
        for (let i = 0; i < n; i++) all.set(values, i * values.length);
        return tensor(all, [n * spec.shape[0], ...spec.shape.slice(1)]);
      };
      const losses = [];
      const [inputs, targets] = [x, y].map(repeated);
      const options = { loss: meanSquaredError, optimizer, batchSize: 32, shuffle: false, progress: 'none' };
      const data = { x: inputs, y: targets };
      const callbacks = n > 8 ? [] : [{ onBatchEnd: (_, { loss }) => void losses.push(loss) }];
      await fit(model, data, { ...options, callbacks });
      for (const each of [inputs, targets]) each.dispose();
      return losses;
    };
    return {
      async check() {
        // The callback gives means over the epoch so far.
        const means = await train(4);
        return means.map((mean, i) => (i + 1) * mean - i * (means[i - 1] ?? 0));
      },
      run: train,
    };
  },
};
