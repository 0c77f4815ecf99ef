// A dense net against a convolutional one on pictures of clothes.
// node examples/03-fashion-mnist.ts           10,000 pictures that come with the package
// node examples/03-fashion-mnist.ts --full    all 60,000, from the cache, Debian's package or the network
// node examples/03-fashion-mnist.ts --quick   640 of them, twice: for a look, or a slow device
// node examples/03-fashion-mnist.ts --backend=node-gpu   on a GPU
import { cpu } from '@descent/backend-cpu';
import { nodeGpu } from '@descent/backend-node-gpu';
import { useBackend } from '@descent/core';
import { fashionMnist } from '@descent/datasets';
import { conv2d, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

const isFull = process.argv.includes('--full');
const isQuick = process.argv.includes('--quick');
const isOnGpu = process.argv.includes('--backend=node-gpu');
const backend = await useBackend(isOnGpu ? nodeGpu() : cpu());
console.log(`${backend.description}\n`);

const { classNames, ...set } = await fashionMnist({ source: isFull ? 'full' : 'embedded' });
const [train, test] = isQuick ? [set.train.take(640), set.test.take(250)] : [set.train, set.test];
console.log(`Fashion-MNIST: ${train.length} pictures to learn from, ${test.length} to be tested on`);
console.log(`classes: ${classNames.join(', ')}\n`);

const denseNet = sequential(
  { input: [28, 28, 1], seed: 1 },
  flatten(),
  dense(128, { activation: 'relu' }),
  dense(10),
);

const [filters, units] = isFull ? [32, 128] : [16, 64];
const convNet = sequential(
  { input: [28, 28, 1], seed: 1 },
  conv2d({ filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
  maxPool2d(2),
  conv2d({ filters: 2 * filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
  maxPool2d(2),
  flatten(),
  dropout(0.3),
  dense(units, { activation: 'relu' }),
  dense(10),
);

const nets = [
  { name: 'dense', model: denseNet, epochs: isQuick ? 2 : isFull ? 12 : 9 },
  { name: 'CNN', model: convNet, epochs: isQuick ? 2 : 9 },
];

const rows = [];
for (const { name, model, epochs } of nets) {
  console.log(`${name}\n${model.summary()}`);
  const started = performance.now();
  const optimizer = adam({ learningRate: 0.002 });
  await fit(model, train, {
    loss: crossEntropyFromLogits,
    optimizer,
    metrics: { accuracy },
    epochs,
    batchSize: 64,
    seed: 1,
    callbacks: [
      {
        onEpochEnd(epoch) {
          // The last three epochs take smaller steps.
          if (epoch === epochs - 4) optimizer.learningRate /= 4;
        },
      },
    ],
  });
  const seconds = (performance.now() - started) / 1000;
  const result = await evaluate(model, test, {
    loss: crossEntropyFromLogits,
    metrics: { accuracy },
    batchSize: 250,
  });
  rows.push({
    net: name,
    parameters: model.parameterCount,
    'test accuracy': Number(result.accuracy?.toFixed(4)),
    'seconds to train': Number(seconds.toFixed(1)),
  });
  console.log();
}
console.table(rows);
