// Fifty photographs of cats and fifty of dogs: features of a MobileNet that was trained on ImageNet, against a net that
// starts from scratch, with augmentation.
// node examples/05-transfer-cats-dogs.ts FOLDER model.json   FOLDER holds train and test, each with cats and dogs
// node examples/05-transfer-cats-dogs.ts --quick             one seed and a part of the test photographs, for a look
// Without them: cats-dogs and mobilenet/mobilenet_v1_0.25_224/model.json in DESCENT_DATA_DIR.
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { type Tensor, useBackend } from '@descent/core';
import { augmented, randomFlip, randomRotation, randomZoom } from '@descent/datasets';
import { catsVsDogs } from '@descent/datasets/images';
import {
  conv2d,
  dense,
  dropout,
  globalAveragePool2d,
  type Model,
  maxPool2d,
  sequential,
} from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';
import { bottleneck, features } from '@descent/transfer';
import { mobileNetV1, preprocess } from '@descent/zoo';

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const shared = process.env.DESCENT_DATA_DIR;
const folder = given[0] ?? (shared && join(shared, 'cats-dogs'));
const weights = given[1] ?? (shared && join(shared, 'mobilenet', 'mobilenet_v1_0.25_224', 'model.json'));
if (!folder || !weights) {
  console.log('Say where photographs and net are: node examples/05-transfer-cats-dogs.ts FOLDER model.json');
  process.exit();
}
const isQuick = process.argv.includes('--quick');
const seeds = isQuick ? [1] : [1, 2, 3, 4, 5];
const perClass = 50;

const backend = await useBackend(cpu());
console.log(`${backend.description}\n`);

/** The photographs at a size: those that each seed draws from, and those to be tested on. */
async function photosOf(width: number, height: number) {
  const { train, test } = await catsVsDogs({ source: folder as string, width, height });
  const [pool] = train.split((isQuick ? 110 : 300) / train.files.length, { stratified: true, seed: 0 });
  const [some] = test.split((isQuick ? 50 : 400) / test.files.length, { stratified: true, seed: 0 });
  return { pool, test: some, close: () => train.close() };
}

const large = await photosOf(224, 224);
const net = await mobileNetV1({ alpha: 0.25, weights });
const base = features(net, 'conv_pw_13_relu', { pooling: 'average' });
const prepared = { preprocess: (x: Tensor) => preprocess('mobileNetV1', x), batchSize: 25 };
const known = await bottleneck(base, large.pool, prepared);
const unknown = await bottleneck(base, large.test, prepared);
const small = await photosOf(96, 96);

const scratchOf = (seed: number) => {
  const initial = { activation: 'relu', kernelInitializer: 'heNormal' } as const;
  return sequential(
    { input: [96, 96, 3], seed },
    conv2d({ filters: 16, kernelSize: 3, strides: 2, ...initial }),
    maxPool2d(2),
    conv2d({ filters: 32, kernelSize: 3, ...initial }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, ...initial }),
    globalAveragePool2d(),
    dropout(0.3),
    dense(2),
  ) as Model;
};

const moves = [randomFlip('horizontal'), randomRotation(0.05), randomZoom(0.1)];
const measures = { loss: crossEntropyFromLogits, metrics: { accuracy } };
const rows: { transfer: number; scratch: number }[] = [];
for (const seed of seeds) {
  const share = (2 * perClass) / known.length;
  // The same photographs for both.
  const [some] = known.split(share, { stratified: true, seed });
  const [photos] = small.pool.split(share, { stratified: true, seed });
  const how = { ...measures, epochs: 40, batchSize: 20, seed, progress: 'none' } as const;
  using head = sequential({ input: [256], seed }, dropout(0.3), dense(2)) as Model;
  await fit(head, some, { ...how, optimizer: adam({ learningRate: 0.005 }) });
  using scratch = scratchOf(seed);
  await fit(scratch, augmented(photos, moves, { seed }), {
    ...how,
    optimizer: adam({ learningRate: 0.002 }),
  });
  const row = {
    transfer: (await evaluate(head, unknown, measures)).accuracy as number,
    scratch: (await evaluate(scratch, small.test, measures)).accuracy as number,
  };
  rows.push(row);
  console.log(`seed ${seed}: transfer ${show(row.transfer)}, from scratch ${show(row.scratch)}`);
}
const mean = (key: 'transfer' | 'scratch') => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
console.log(
  `\n${perClass} photographs a class, ${unknown.length} to be tested on, means over ${rows.length} seeds: transfer ${show(mean('transfer'))}, from scratch ${show(mean('scratch'))}`,
);
await large.close();
await small.close();

function show(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
