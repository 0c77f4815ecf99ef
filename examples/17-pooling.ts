// What pooling does to a net for Fashion-MNIST: its weights, its work and its accuracy.
// node examples/17-pooling.ts
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { fashionMnist } from '@descent/datasets';
import { flops } from '@descent/explain';
import { averagePool2d, conv2d, dense, flatten, type Layer, maxPool2d, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

await useBackend(cpu());
const { train: all, test } = await fashionMnist();
const train = all.take(5000);

const pools: Readonly<Record<string, readonly Layer[]>> = {
  none: [],
  'max 2 × 2': [maxPool2d(2)],
  'mean 2 × 2': [averagePool2d(2)],
  'max 4 × 4': [maxPool2d(4)],
};

const rows = [];
for (const [pool, layers] of Object.entries(pools)) {
  using model = sequential(
    { input: [28, 28, 1], seed: 1 },
    conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
    ...layers,
    flatten(),
    dense(32, { activation: 'relu' }),
    dense(10),
  );
  const options = { loss: crossEntropyFromLogits, metrics: { accuracy } };
  const epochs = 4;
  await fit(model, train, {
    ...options,
    optimizer: adam({ learningRate: 0.002 }),
    epochs,
    batchSize: 64,
    seed: 1,
    progress: 'none',
  });
  const [seen, unseen] = [await evaluate(model, train, options), await evaluate(model, test, options)];
  rows.push({
    pooling: pool,
    weights: model.parameterCount,
    'multiply-adds': flops(model).multiplyAdds,
    train: Number(seen.accuracy?.toFixed(3)),
    test: Number(unseen.accuracy?.toFixed(3)),
  });
}
console.table(rows);
