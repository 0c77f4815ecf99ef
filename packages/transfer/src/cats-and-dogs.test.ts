import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { type Tensor, tensor, useBackend } from '@descent/core';
import { catsVsDogs } from '@descent/datasets/images';
import { activation, dense, type Model, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits, l2 } from '@descent/losses';
import { isFull } from '@descent/testing';
import { adam, evaluate, fit } from '@descent/train';
import { mobileNetV1, preprocess } from '@descent/zoo';
import { expect, it } from 'vitest';
import { bottleneck, features, fewShot } from './index.js';

const data = process.env.DESCENT_DATA_DIR;

it('tells cats from dogs by the features of MobileNet, from 200 photographs', async ({ skip }) => {
  skip(!data, 'DESCENT_DATA_DIR does not name the folder with mobilenet and cats-dogs');
  skip(!isFull, 'DESCENT_FULL is not set: 400 photographs are decoded');
  await useBackend(cpu());
  const weights = join(data as string, 'mobilenet', 'mobilenet_v1_0.25_224', 'model.json');
  const net = await mobileNetV1({ alpha: 0.25, weights });
  const base = features(net, 'conv_pw_13_relu', { pooling: 'average' });
  const size = { width: 224, height: 224 };
  const { train, test } = await catsVsDogs({ source: join(data as string, 'cats-dogs'), ...size });
  const [some] = train.split(200 / train.files.length, { stratified: true, seed: 1 });
  const [others] = test.split(200 / test.files.length, { stratified: true, seed: 1 });
  const prepared = { preprocess: (x: Tensor) => preprocess('mobileNetV1', x), batchSize: 20 };
  const known = await bottleneck(base, some, prepared);
  const unknown = await bottleneck(base, others, prepared);
  using head = sequential({ input: [256] }, dense(2, { kernelRegularizer: l2(1e-3) })) as Model;
  const measures = { loss: crossEntropyFromLogits, metrics: { accuracy } };
  await fit(head, known, {
    ...measures,
    optimizer: adam({ learningRate: 0.01 }),
    epochs: 40,
    progress: 'none',
  });
  const { accuracy: share } = await evaluate(head, unknown, measures);
  expect(share).toBeGreaterThanOrEqual(0.9);

  // The same features by class means, from ten photographs of each.
  const classifier = fewShot(sequential({ input: [256] }, activation('linear')) as Model);
  for (const label of [0, 1]) {
    const places = [...(known.labels as Int32Array).entries()].filter(([, each]) => each === label);
    const ten = known.pick(Int32Array.from(places.slice(0, 10), ([place]) => place));
    for await (const { x } of ten.batches({ batchSize: 10 }))
      await classifier.addExamples(`${label}`, tensor(x.values, x.shape) as Tensor);
  }
  for await (const { x, y } of unknown.batches({ batchSize: 200 })) {
    const guesses = await classifier.classify(tensor(x.values, x.shape) as Tensor);
    const right = guesses.filter(({ label }, i) => Number(label) === y.values[i]).length;
    expect(right / 200).toBeGreaterThanOrEqual(0.85);
  }
  await train.close();
  net.dispose();
});
