// In a page: two nets, each trained by Descent and by TensorFlow.js on WebGL.
import { webgl } from '@descent/backend-webgl';
import { useBackend } from '@descent/core';
import * as ours from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, fit } from '@descent/train';
import * as tf from '@tensorflow/tfjs';

const nets = {
  'W3 CNN, batch 4': {
    batchSize: 4,
    shape: [28, 28, 1],
    ours: () => [
      ours.conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      ours.maxPool2d(2),
      ours.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
      ours.maxPool2d(2),
      ours.flatten(),
      ours.dense(128, { activation: 'relu' }),
      ours.dense(10),
    ],
    theirs: (inputShape) => [
      tf.layers.conv2d({ inputShape, filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 128, activation: 'relu' }),
      tf.layers.dense({ units: 10 }),
    ],
  },
  'W4 MLP, batch 64': {
    batchSize: 64,
    shape: [784],
    ours: () => [
      ours.dense(256, { activation: 'relu' }),
      ours.dense(128, { activation: 'relu' }),
      ours.dense(10),
    ],
    theirs: (inputShape) => [
      tf.layers.dense({ inputShape, units: 256, activation: 'relu' }),
      tf.layers.dense({ units: 128, activation: 'relu' }),
      tf.layers.dense({ units: 10 }),
    ],
  },
};

/** Times both by turns and prints medians; what is compiled first is not timed. */
export async function compare(rounds, steps) {
  const backend = await useBackend(webgl());
  await tf.setBackend('webgl');
  console.log(backend.description);
  for (const [name, net] of Object.entries(nets)) {
    const [train, trainTheirs] = [trainer(net, steps), trainerOfTfjs(net, steps)];
    const losses = [await train(), await trainTheirs()];
    const draws = [await drawsOf(train), await drawsOf(trainTheirs)].map((count) =>
      Math.round(count / steps),
    );
    const times = [[], []];
    for (let round = 0; round < rounds; round++) {
      // Who begins changes, so that what else the machine does meets both.
      for (const i of round % 2 ? [1, 0] : [0, 1]) {
        const start = performance.now();
        losses[i] = await [train, trainTheirs][i]();
        times[i].push((performance.now() - start) / steps);
      }
    }
    const [descent, tfjs] = times.map(median);
    const ratios = times[0].map((time, i) => times[1][i] / time).sort((a, b) => a - b);
    console.log(
      `${name}: descent ${descent.toFixed(1)} ms a step, tfjs-layers ${tfjs.toFixed(1)} ms, ` +
        `ratio ${(tfjs / descent).toFixed(2)} (${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)} by rounds); ` +
        `draws ${draws.join(', ')}; last losses ${losses.map((loss) => loss.toFixed(3)).join(', ')}`,
    );
  }
}

/** How often an epoch draws. */
async function drawsOf(train) {
  const { prototype } = WebGL2RenderingContext;
  const { drawElements } = prototype;
  let count = 0;
  prototype.drawElements = function (...given) {
    count++;
    return drawElements.apply(this, given);
  };
  await train();
  prototype.drawElements = drawElements;
  return count;
}

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

function dataOf({ batchSize, shape }, steps) {
  const count = batchSize * steps;
  const size = shape.reduce((a, b) => a * b, 1);
  const x = Float32Array.from({ length: count * size }, (_, i) => ((i * 7919) % 1000) / 1000);
  const y = Int32Array.from({ length: count }, (_, i) => (i * 7) % 10);
  return { count, x, y };
}

/** Trains for an epoch, and gives its loss. */
function trainer(net, steps) {
  const { x, y } = dataOf(net, steps);
  const model = ours.sequential({ input: net.shape, seed: 3 }, ...net.ours());
  const data = { x, inputShape: net.shape, y, targetShape: [] };
  const optimizer = adam();
  const options = { batchSize: net.batchSize, loss: crossEntropyFromLogits, optimizer, progress: 'none' };
  return async () => (await fit(model, data, options)).epochs[0].loss;
}

function trainerOfTfjs(net, steps) {
  const { count, x, y } = dataOf(net, steps);
  const model = tf.sequential({ layers: net.theirs(net.shape) });
  const loss = (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits);
  model.compile({ optimizer: tf.train.adam(), loss });
  const inputs = tf.tensor(x, [count, ...net.shape]);
  const targets = tf.oneHot(tf.tensor1d(y, 'int32'), 10).toFloat();
  const options = { batchSize: net.batchSize, epochs: 1, shuffle: true, verbose: 0, yieldEvery: 'never' };
  return async () => (await model.fit(inputs, targets, options)).history.loss[0];
}
