// A program of TensorFlow.js, layers and all, that trains on Descent's kernels: one import and one name are new.
// node examples/04-tensorflow-js.ts
import '@descent/tfjs/register';
import { fashionMnist } from '@descent/datasets';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

await tf.setBackend('descent-cpu');

const { train } = await fashionMnist();
const { value: batch } = await train.batches({ batchSize: 4000 })[Symbol.asyncIterator]().next();
const x = tf.tensor(batch.x.values, batch.x.shape);
const y = tf.oneHot(tf.tensor1d(batch.y.values, 'int32'), 10);

const seeded = (seed: number) => ({ kernelInitializer: initializers.heNormal({ seed }) });
const model = sequential({
  layers: [
    layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 16,
      kernelSize: 3,
      activation: 'relu',
      ...seeded(1),
    }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu', ...seeded(2) }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 64, activation: 'relu', ...seeded(3) }),
    layers.dense({ units: 10, activation: 'softmax', ...seeded(4) }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const started = performance.now();
const { history } = await model.fit(x, y, { epochs: 4, batchSize: 64, shuffle: false, verbose: 0 });
console.log(`${tf.getBackend()}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(`accuracy after each epoch: ${history.acc?.map((share) => Number(share).toFixed(2)).join(' ')}`);
