// The spiral and a net of the playground: the coordinates and their sines, two layers of eight. node examples/11-playground.ts
import { cpu } from '@descent/backend-cpu';
import { sigmoid, type Tensor, useBackend } from '@descent/core';
import { fromArrays, makeSpiral } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

await useBackend(cpu({ threads: 1 }));

const points = makeSpiral({ count: 500, seed: 1 });
const x: number[][] = [];
const y: number[][] = [];
for await (const batch of points.batches({ batchSize: points.length })) {
  for (let i = 0; i < batch.size; i++) {
    const [x1, x2] = [Number(batch.x.values[2 * i]), Number(batch.x.values[2 * i + 1])];
    x.push([x1, x2, Math.sin(x1), Math.sin(x2)]);
    y.push([Number(batch.y.values[i])]);
  }
}
const [train, test] = fromArrays({ x, y }).split(0.5, { seed: 1 });

const model = sequential(
  { input: [4], seed: 1 },
  dense(8, { activation: 'tanh' }),
  dense(8, { activation: 'tanh' }),
  dense(1),
);
const right = (logits: Tensor, labels: Tensor): Tensor => accuracy(sigmoid(logits), labels) as Tensor;
const options = { loss: logLossFromLogits, metrics: { right } };
const begun = performance.now();
await fit(model, train, {
  ...options,
  optimizer: adam({ learningRate: 0.01 }),
  batchSize: 10,
  epochs: 100,
  seed: 1,
  progress: 'none',
});
const seconds = (performance.now() - begun) / 1000;
const [learned, tested] = [await evaluate(model, train, options), await evaluate(model, test, options)];
console.log(`${model.parameterCount} weights and biases, 100 epochs in ${seconds.toFixed(1)} s`);
console.log(`training: loss ${learned.loss.toFixed(3)}, ${learned.right.toFixed(3)} right`);
console.log(`test: loss ${tested.loss.toFixed(3)}, ${tested.right.toFixed(3)} right`);
