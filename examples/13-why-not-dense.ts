// What a dense layer costs on a picture, and what happens to it when the picture moves. node examples/13-why-not-dense.ts
import { cpu } from '@descent/backend-cpu';
import { averagePool2d, pad, scope, type Tensor, tensor, useBackend } from '@descent/core';
import { type ArrayDataset, fashionMnist } from '@descent/datasets';
import { conv2d, dense, flatten, globalMaxPool2d, maxPool2d, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, cosineDecay, evaluate, fit } from '@descent/train';

await useBackend(cpu());

const input = [100, 100, 1] as const;
const layers = {
  dense: sequential({ input }, flatten(), dense(1000)),
  conv2d: sequential({ input }, conv2d({ filters: 10, kernelSize: 3 })),
};
for (const [name, layer] of Object.entries(layers)) {
  console.log(`${name.padEnd(7)} ${layer.parameterCount} parameters\n${layer.summary()}`);
}

/** Garments at half their size in the middle of a black frame, or some pixels to the right of it. */
async function garments(set: ArrayDataset, right: number) {
  for await (const { x, y } of set.batches({ batchSize: set.length })) {
    const framed = scope(() => {
      const pictures = tensor(x.values, [set.length, 28, 28, 1]);
      const sides = [
        [0, 0],
        [7, 7],
        [7 + right, 7 - right],
        [0, 0],
      ] as const;
      return pad(averagePool2d(pictures, 2) as Tensor, sides);
    });
    return { x: framed, y: Int32Array.from(y.values) };
  }
  throw new Error('the set is empty');
}

const { train, test } = await fashionMnist();
const inTheMiddle = await garments(train, 0);
const window = {
  kernelSize: 3,
  padding: 'same',
  activation: 'relu',
  kernelInitializer: 'heNormal',
} as const;
const nets = {
  dense: sequential({ input: [28, 28, 1], seed: 1 }, flatten(), dense(12, { activation: 'relu' }), dense(10)),
  CNN: sequential(
    { input: [28, 28, 1], seed: 1 },
    conv2d({ filters: 16, ...window }),
    maxPool2d(2),
    conv2d({ filters: 24, ...window }),
    conv2d({ filters: 24, ...window }),
    globalMaxPool2d(),
    dense(10),
  ),
};

const rows = [];
for (const [net, model] of Object.entries(nets)) {
  await fit(model, inTheMiddle, {
    loss: crossEntropyFromLogits,
    optimizer: adam({ learningRate: cosineDecay({ initialRate: 0.005, decaySteps: 400 }) }),
    epochs: 2,
    batchSize: 50,
    seed: 1,
  });
  const row: Record<string, number | string> = { net, parameters: model.parameterCount };
  for (const right of [0, 2, 4, 6]) {
    const measured = await evaluate(model, await garments(test, right), {
      loss: crossEntropyFromLogits,
      metrics: { accuracy },
      batchSize: 250,
    });
    row[`${right} px`] = measured.accuracy.toFixed(4);
  }
  rows.push(row);
}
console.log('\nright answers on garments that are moved to the right');
console.table(rows);
