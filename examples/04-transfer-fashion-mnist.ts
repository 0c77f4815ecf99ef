// Fifty pictures of each class of clothes: features of a MobileNet that was trained on photographs, against a net that
// starts from scratch.
// node examples/04-transfer-fashion-mnist.ts model.json   MobileNet v1, alpha 0.25, as TensorFlow.js has it
// node examples/04-transfer-fashion-mnist.ts --quick      one seed and a part of the test pictures, for a look
// Without model.json: DESCENT_DATA_DIR/mobilenet/mobilenet_v1_0.25_224/model.json.
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { concat, resizeBilinear, type Tensor, useBackend } from '@descent/core';
import { fashionMnist } from '@descent/datasets';
import {
  batchNorm,
  concatenate,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePool2d,
  type Model,
  maxPool2d,
  model,
  sequential,
} from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';
import { bottleneck } from '@descent/transfer';
import { mobileNetV1, preprocess } from '@descent/zoo';

const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const shared = process.env.DESCENT_DATA_DIR;
const weights = given ?? (shared && join(shared, 'mobilenet', 'mobilenet_v1_0.25_224', 'model.json'));
if (!weights) {
  console.log('Say where MobileNet is: node examples/04-transfer-fashion-mnist.ts model.json');
  process.exit();
}
const isQuick = process.argv.includes('--quick');
const seeds = isQuick ? [1] : [1, 2, 3, 4, 5];
const perClass = 50;

const backend = await useBackend(cpu());
console.log(`${backend.description}\n`);

const set = await fashionMnist();
const test = isQuick ? set.test.take(250) : set.test;
// Each seed draws its pictures from these.
const [pool] = set.train.split(isQuick ? 0.06 : 0.15, { stratified: true, seed: 0 });

// What four depths of the net see, averaged over the picture: edges, textures, parts, things.
const size = 96;
const net = await mobileNetV1({ alpha: 0.25, inputShape: [size, size, 3], weights });
const depths = ['conv_pw_3_relu', 'conv_pw_5_relu', 'conv_pw_11_relu', 'conv_pw_13_relu'];
const means = depths.map((name) => globalAveragePool2d()(net.getLayer(name).output as never));
const base = model(net.inputs[0] as never, concatenate()(means as never) as never) as unknown as Model;

/** Grey pictures of 28 × 28 pixels as MobileNet wants them. */
function prepared(x: Tensor): Tensor {
  const large = resizeBilinear(x as never, [size, size]) as Tensor;
  return preprocess('mobileNetV1', concat([large, large, large] as never, -1) as Tensor);
}

const started = performance.now();
const known = await bottleneck(base, pool, { preprocess: prepared, batchSize: 50 });
const unknown = await bottleneck(base, test, { preprocess: prepared, batchSize: 50 });
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${known.length + unknown.length} pictures as ${base.outputShape} features each: ${seconds} s`);

const headOf = (seed: number) =>
  sequential({ input: [480], seed }, batchNorm(), dropout(0.3), dense(10)) as Model;

const scratchOf = (seed: number) =>
  sequential(
    { input: [28, 28, 1], seed },
    conv2d({ filters: 16, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    flatten(),
    dropout(0.3),
    dense(64, { activation: 'relu' }),
    dense(10),
  ) as Model;

const measures = { loss: crossEntropyFromLogits, metrics: { accuracy } };
const rows: { transfer: number; scratch: number }[] = [];
for (const seed of seeds) {
  const share = (10 * perClass) / pool.length;
  // The same pictures for both.
  const [features] = known.split(share, { stratified: true, seed });
  const [pictures] = pool.split(share, { stratified: true, seed });
  const how = { ...measures, epochs: 40, seed, progress: 'none' } as const;
  using head = headOf(seed);
  await fit(head, features, { ...how, optimizer: adam({ learningRate: 0.003, weightDecay: 0.05 }) });
  using scratch = scratchOf(seed);
  await fit(scratch, pictures, { ...how, optimizer: adam({ learningRate: 0.002 }) });
  const row = {
    transfer: (await evaluate(head, unknown, measures)).accuracy as number,
    scratch: (await evaluate(scratch, test, measures)).accuracy as number,
  };
  rows.push(row);
  console.log(`seed ${seed}: transfer ${show(row.transfer)}, from scratch ${show(row.scratch)}`);
}
const mean = (key: 'transfer' | 'scratch') => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
console.log(
  `\n${perClass} pictures a class, ${test.length} to be tested on, means over ${rows.length} seeds: transfer ${show(mean('transfer'))}, from scratch ${show(mean('scratch'))}`,
);

function show(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
