// jax-js on its WebAssembly or its WebGPU backend, compiled by `jit`. It frees by counting references: whoever uses a value again
// says `.ref`.
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad, vjp } from '@jax-js/jax';
import { asIs, cnnParameters, filtersFirst, imagesFirst } from '../layouts.mjs';
import manifest from '../package.json' with { type: 'json' };
import { labelsOf } from '../works.mjs';

export async function start({ threads, backend = 'wasm' }) {
  // The library takes as many threads as the browser says that there are; in Node it takes one.
  if (typeof process === 'undefined') {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
  }
  if (backend === 'webgpu') await import('./dawn.mjs');
  await init(backend);
  defaultDevice(backend);
  return { description: `jax-js ${manifest.dependencies['@jax-js/jax']} on ${backend}`, programs };
}

const given = ({ values, shape }) => np.array(values).reshape(shape);
const load = (spec) => given(asIs(spec));

/** A compiled function without state. */
function pure(f, args) {
  const compiled = jit(f);
  const once = () => compiled(...args.map(tree.ref));
  return {
    check: async () => [(await once().data())[0]],
    async run(n) {
      for (let i = 0; i < n; i++) (await once().blockUntilReady()).dispose();
    },
  };
}

/** A training step: `update` takes parameters, gradients and the optimizer's state, and returns the new ones. */
function training(parameters, { begin, update }, lossOf, data) {
  let state = begin(parameters);
  let current = parameters;
  const compiled = jit((p, s, ...inputs) => {
    const [loss, gradients] = valueAndGrad((q) => lossOf(q, ...inputs))(tree.ref(p));
    return [loss, ...update(p, gradients, s)];
  });
  const step = () => {
    const [loss, ...next] = compiled(current, state, ...data.map((each) => each.ref));
    [current, state] = next;
    return loss;
  };
  const once = async () => (await step().data())[0];
  return {
    async check() {
      const losses = [];
      for (let i = 0; i < 4; i++) losses.push(await once());
      return losses;
    },
    async run(n) {
      for (let i = 1; i < n; i++) step().dispose();
      await once();
    },
  };
}

const descend = {
  begin: () => [],
  update: (parameters, gradients, state) => [parameters.map((p, i) => p.sub(gradients[i].mul(0.1))), state],
};

const adam = {
  begin: (parameters) => ({
    step: np.array(0),
    means: parameters.map(({ shape }) => np.zeros(shape)),
    squares: parameters.map(({ shape }) => np.zeros(shape)),
  }),
  update(parameters, gradients, { step, means, squares }) {
    const next = step.add(1);
    const rates = [0.9, 0.999].map((beta) =>
      np
        .exp(next.ref.mul(Math.log(beta)))
        .mul(-1)
        .add(1),
    );
    const m = means.map((each, i) => each.mul(0.9).add(gradients[i].ref.mul(0.1)));
    const v = squares.map((each, i) => each.mul(0.999).add(np.square(gradients[i]).mul(0.001)));
    const moved = parameters.map((p, i) => {
      const size = np.sqrt(v[i].ref.div(rates[1].ref)).add(1e-7);
      return p.sub(m[i].ref.div(rates[0].ref).div(size).mul(0.001));
    });
    for (const rate of rates) rate.dispose();
    return [moved, { step: next, means: m, squares: v }];
  },
};

const convolve = (x, filter) => lax.conv(x, filter, [1, 1], 'SAME');
const channelwise = (bias) => bias.reshape([1, bias.shape[0], 1, 1]);

/** Maxima of windows of 2 × 2. */
function pool(x) {
  const [batch, channels, height, width] = x.shape;
  return np.max(x.reshape([batch, channels, height / 2, 2, width / 2, 2]), [3, 5]);
}

function cnnLogits([k1, c1, k2, c2, w1, b1, w2, b2], x) {
  const first = pool(nn.relu(convolve(x, k1).add(channelwise(c1))));
  const second = pool(nn.relu(convolve(first, k2).add(channelwise(c2))));
  const hidden = nn.relu(np.matmul(second.reshape([x.shape[0], -1]), w1).add(b1));
  return np.matmul(hidden, w2).add(b2);
}

const mlpLogits = ([w1, b1, w2, b2], x) => np.matmul(nn.relu(np.matmul(x, w1).add(b1)), w2).add(b2);

/** Cross-entropy of logits, for labels as rows of a unit matrix. */
const crossEntropy = (logits, labels) => np.sum(nn.logSoftmax(logits, 1).mul(labels)).div(-labels.shape[0]);

const labelRows = (work) => nn.oneHot(np.array(labelsOf(work)), work.classes);

const programs = {
  matmul({ inputs, transposeA, transposeB }) {
    const product = (a, b) => np.matmul(transposeA ? np.transpose(a) : a, transposeB ? np.transpose(b) : b);
    return pure(product, inputs.map(load));
  },
  convolution({ inputs: [x, w] }) {
    return pure(convolve, [given(imagesFirst(x)), given(filtersFirst(w))]);
  },
  filterGradient({ inputs: [x, w], gradient }) {
    const back = (image, filter, dy) =>
      pulled(
        vjp((f) => convolve(image, f), [filter]),
        dy,
      );
    return pure(back, [given(imagesFirst(x)), given(filtersFirst(w)), given(imagesFirst(gradient))]);
  },
  inputGradient({ inputs: [x, w], gradient }) {
    const back = (image, filter, dy) =>
      pulled(
        vjp((each) => convolve(each, filter), [image]),
        dy,
      );
    return pure(back, [given(imagesFirst(x)), given(filtersFirst(w)), given(imagesFirst(gradient))]);
  },
  cnnForward: ({ inputs: [x], parameters }) =>
    pure(cnnLogits, [cnnParameters(parameters).map(given), given(imagesFirst(x))]),
  cnn(work) {
    const lossOf = (p, x, y) => crossEntropy(cnnLogits(p, x), y);
    const data = [given(imagesFirst(work.inputs[0])), labelRows(work)];
    return training(cnnParameters(work.parameters).map(given), adam, lossOf, data);
  },
  mlpForward: ({ inputs: [x], parameters }) => pure(mlpLogits, [parameters.map(load), load(x)]),
  mlp(work) {
    const lossOf = (p, x, y) => crossEntropy(mlpLogits(p, x), y);
    return training(work.parameters.map(load), descend, lossOf, [load(work.inputs[0]), labelRows(work)]);
  },
  tanhNet(work) {
    const lossOf = ([w1, b1, w2, b2, w3, b3], x, y) => {
      const first = np.tanh(np.matmul(x, w1).add(b1));
      const second = np.tanh(np.matmul(first, w2).add(b2));
      return np.mean(np.square(np.matmul(second, w3).add(b3).sub(y)));
    };
    return training(work.parameters.map(load), descend, lossOf, work.inputs.map(load));
  },
};

function pulled([value, pullback], dy) {
  value.dispose();
  const [gradient] = pullback(dy);
  pullback.dispose();
  return gradient;
}
