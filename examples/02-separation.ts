// Exclusive or: no line separates its classes, so one neuron fails, whatever its start. A hidden layer of four solves
// it, unless its neurons do not bend: linear layers on linear layers are one neuron again. node examples/02-separation.ts
import { cpu } from '@descent/backend-cpu';
import { Rng, sigmoid, type Tensor, useBackend } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

await useBackend(cpu());

/** 400 points of the square [−1, 1]²; class 1 where the coordinates have different signs. */
function exclusiveOr(seed: number) {
  const rng = new Rng(seed).split('points');
  const second = rng.uniformArray(400);
  const points = Array.from(
    rng.uniformArray(400),
    (a, i) => [2 * a - 1, 2 * (second[i] as number) - 1] as const,
  );
  rng.dispose();
  return fromArrays({ x: points, y: points.map(([a, b]) => [a * b < 0 ? 1 : 0]) });
}

/** The nets end in logits; accuracy asks whether a probability is above one half. */
const right = (logits: Tensor, y: Tensor) => accuracy(sigmoid(logits), y);

const nets = {
  'one neuron, 2-1': (seed: number) => sequential({ input: [2], seed }, dense(1)),
  'hidden layer, 2-4-1': (seed: number) =>
    sequential({ input: [2], seed }, dense(4, { activation: 'tanh' }), dense(1)),
  'linear, 2-8-8-1': (seed: number) => sequential({ input: [2], seed }, dense(8), dense(8), dense(1)),
};

for (const [name, build] of Object.entries(nets)) {
  let best = 0;
  let sum = 0;
  const seeds = [1, 2, 3, 4, 5];
  for (const seed of seeds) {
    using model = build(seed);
    const xor = exclusiveOr(seed);
    const optimizer = adam({ learningRate: 0.05 });
    const options = { loss: logLossFromLogits, metrics: { accuracy: right } };
    await fit(model, xor, { ...options, optimizer, epochs: 100, batchSize: 20, seed, progress: 'none' });
    const result = await evaluate(model, xor, { ...options, batchSize: 400 });
    best = Math.max(best, result.accuracy as number);
    sum += result.accuracy as number;
  }
  const mean = (sum / seeds.length).toFixed(3);
  console.log(
    `${name.padEnd(20)} accuracy over ${seeds.length} seeds: best ${best.toFixed(3)}, mean ${mean}`,
  );
}
