// L1 makes the weights of features that mean nothing exactly 0, L2 only makes them small; the mean of nets with units
// dropped is the whole net; training stops where other examples are served best. node examples/09-regularization.ts
import { cpu } from '@descent/backend-cpu';
import { Rng, scope, type Tensor, tensor, useBackend } from '@descent/core';
import { dense, dropout, sequential } from '@descent/layers';
import { l1, l2, logLossFromLogits, meanSquaredError } from '@descent/losses';
import { adam, earlyStopping, fit, sgd } from '@descent/train';

await useBackend(cpu());

const [featureCount, count] = [20, 60];
const truth = [2, -1.6, 1.2, -1, 0.8];
const rng = new Rng(1);
const x = tensor(Float32Array.from(rng.normalArray(count * featureCount)), [count, featureCount]);
const noise = tensor(
  Float32Array.from(rng.normalArray(count), (value) => 0.5 * value),
  [count, 1],
);
const weights = tensor(
  [...truth, ...new Array<number>(featureCount - truth.length).fill(0)],
  [featureCount, 1],
);
const y = x.matmul(weights).add(noise);

for (const [name, kernelRegularizer] of [
  ['no penalty', undefined],
  ['L1', l1(0.4)],
  ['L2', l2(0.4)],
] as const) {
  using model = sequential(
    { input: [featureCount] },
    dense(1, { useBias: false, ...(kernelRegularizer && { kernelRegularizer }) }),
  );
  const optimizer = sgd({ learningRate: 0.05 });
  const data = { x: await x.data(), y: await y.data() };
  await fit(
    model,
    { x: rowsOf(data.x, featureCount), y: rowsOf(data.y, 1) },
    { loss: meanSquaredError, optimizer, epochs: 400, batchSize: count, progress: 'none' },
  );
  const found = Array.from((await model.parameters[0]?.value.data()) ?? []);
  const gone = found.slice(truth.length).filter((weight) => weight === 0).length;
  const largest = Math.max(...found.slice(truth.length).map(Math.abs));
  console.log(
    `${name.padEnd(10)} ${gone} of ${featureCount - truth.length} noise weights are 0, the largest is ${largest.toFixed(3)}; the others: ${found
      .slice(0, truth.length)
      .map((weight) => weight.toFixed(2))
      .join(' ')}`,
  );
}

using net = sequential({ input: [12], seed: 1 }, dropout(0.5), dense(1));
const one = tensor(Float32Array.from(rng.normalArray(12)), [1, 12]);
const inference = net.predict(one).item();
for (const nets of [16, 256, 65_536]) {
  const mean = scope(() => {
    const rows = one.mul(tensor(new Float32Array(nets).fill(1), [nets, 1])) as Tensor;
    return net.call(rows, { training: true, rng: new Rng(2) }).mean();
  });
  console.log(
    `dropout: mean of ${nets} nets ${mean.item().toFixed(3)}, the whole net ${inference.toFixed(3)}`,
  );
}

// Labels of noise: whatever is learned is learned by heart.
const toss = (): { x: number[][]; y: number[][] } => ({
  x: rowsOf(rng.normalArray(2 * 60), 2),
  y: rowsOf(
    rng.uniformArray(60).map((unit) => Math.round(unit)),
    1,
  ),
});
using large = sequential({ input: [2], seed: 1 }, dense(64, { activation: 'tanh' }), dense(1));
const history = await fit(large, toss(), {
  loss: logLossFromLogits,
  optimizer: adam({ learningRate: 0.02 }),
  validation: toss(),
  epochs: 500,
  batchSize: 60,
  callbacks: [earlyStopping({ patience: 20 })],
  progress: 'none',
});
console.log(
  `early stopping: ${history.epochs.length} of 500 epochs, the best was ${(history.bestEpoch ?? 0) + 1}`,
);

function rowsOf(values: ArrayLike<number>, size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, i) =>
    Array.from({ length: size }, (_, j) => values[i * size + j] as number),
  );
}
