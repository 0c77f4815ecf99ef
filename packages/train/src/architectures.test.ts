import { cpu } from '@descent/backend-cpu';
import { currentBackend, Rng, type Shape, scope, sizeOf, type Tensor, useBackend } from '@descent/core';
import {
  type AnyLayer,
  add,
  averagePool2d,
  batchNorm,
  conv2d,
  defineLayer,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  flatten,
  globalAveragePool1d,
  globalAveragePool2d,
  input,
  type KeepShape,
  type Layer,
  layerNorm,
  lstm,
  type Model,
  maxPool2d,
  model,
  multiHeadAttention,
  relu,
  reshape,
  type Symbolic,
  sequential,
  softmax,
  zeroPadding2d,
} from '@descent/layers';
import { crossEntropy, crossEntropyFromLogits } from '@descent/losses';
import { readGolden } from '@descent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam, fit, predict } from './index.js';

/** The sizes of a net, as Keras has them. */
interface Architecture {
  readonly name: string;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weightShapes: readonly Shape[];
}

function lenet(): Model {
  return sequential(
    { input: [28, 28, 1] },
    conv2d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh' }),
    averagePool2d(2),
    conv2d({ filters: 16, kernelSize: 5, activation: 'tanh' }),
    averagePool2d(2),
    flatten(),
    dense(120, { activation: 'tanh' }),
    dense(84, { activation: 'tanh' }),
    dense(10),
  ) as unknown as Model;
}

function vgg(): Model {
  const convolution = (filters: number) =>
    conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' });
  const blocks = [32, 64, 128].flatMap((filters) => [
    convolution(filters),
    convolution(filters),
    maxPool2d(2),
  ]);
  const head = [flatten(), dense(256, { activation: 'relu' }), dropout(0.5), dense(10)];
  return chain([32, 32, 3], [...blocks, ...head]);
}

/** Filters of the pointwise convolutions and strides of the depthwise ones, before alpha. */
const mobileBlocks: readonly (readonly [number, number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
];

function mobilenet(): Model {
  const alpha = 0.25;
  const normalised = () => [batchNorm(), relu({ maxValue: 6 })];
  const blocks = mobileBlocks.flatMap(([filters, strides]) => [
    ...(strides === 2
      ? [
          zeroPadding2d([
            [0, 1],
            [0, 1],
          ]),
        ]
      : []),
    depthwiseConv2d({ kernelSize: 3, strides, padding: strides === 2 ? 'valid' : 'same', useBias: false }),
    ...normalised(),
    conv2d({ filters: alpha * filters, kernelSize: 1, padding: 'same', useBias: false }),
    ...normalised(),
  ]);
  return chain(
    [224, 224, 3],
    [
      conv2d({ filters: alpha * 32, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
      ...normalised(),
      ...blocks,
      globalAveragePool2d({ keepDims: true }),
      dropout(1e-3),
      conv2d({ filters: 1000, kernelSize: 1, padding: 'same' }),
      reshape([1000]),
      softmax(),
    ],
  );
}

function resnet20(): Model {
  const convolution = (x: Symbolic, filters: number, kernelSize: number, strides: number): Symbolic =>
    batchNorm()(conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false })(x) as Symbolic);
  const image = input([32, 32, 3]) as Symbolic;
  let x = relu()(convolution(image, 16, 3, 1));
  [16, 32, 64].forEach((filters, stage) => {
    for (let block = 0; block < 3; block++) {
      const strides = stage > 0 && block === 0 ? 2 : 1;
      const inner = relu()(convolution(x, filters, 3, strides));
      const shortcut = strides === 2 ? convolution(x, filters, 1, 2) : x;
      x = relu()(add()([shortcut, convolution(inner, filters, 3, 1)]));
    }
  });
  return model(image, dense(10)(globalAveragePool2d()(x))) as unknown as Model;
}

function lstmClassifier(): Model {
  return sequential(
    { input: [20] },
    embedding(1000, 32),
    lstm(64, { returnSequences: true }),
    lstm(32, { dropout: 0.2 }),
    dense(2),
  ) as unknown as Model;
}

interface PositionEmbedding extends KeepShape {
  readonly name: 'positionEmbedding';
}

/** Adds a learned vector to each step. */
function positionEmbedding(): Layer<PositionEmbedding> {
  return defineLayer<PositionEmbedding>({
    kind: 'positionEmbedding',
    config: {},
    build(inputShape, { parameter }) {
      const embeddings = parameter('embeddings', inputShape, { initializer: 'glorotUniform' });
      return { outputShape: inputShape, call: (x) => x.add(embeddings.value) as Tensor };
    },
  });
}

function transformer(): Model {
  const tokens = input([16]);
  let x: Symbolic = positionEmbedding()(embedding(500, 32)(tokens));
  for (let block = 0; block < 2; block++) {
    const attended = multiHeadAttention({ numHeads: 4, keyDim: 8 })([x, x]);
    x = layerNorm({ epsilon: 1e-6 })(add()([x, dropout(0.1)(attended)]));
    const mixed = dense(32)(dense(64, { activation: 'gelu' })(x));
    x = layerNorm({ epsilon: 1e-6 })(add()([x, dropout(0.1)(mixed)]));
  }
  return model(tokens, dense(2)(globalAveragePool1d()(x))) as unknown as Model;
}

/** A model of a list of layers. */
function chain(shape: Shape, layers: readonly AnyLayer[]): Model {
  return sequential({ input: shape }, ...layers) as unknown as Model;
}

/** A net, how many tokens it knows, if it reads any, and its loss, if that is not of logits. */
interface Net {
  readonly make: () => Model;
  readonly tokenCount?: number;
  readonly loss?: typeof crossEntropy;
}

/** By the goldens' names. */
const byName: Record<string, Net> = {
  'LeNet-5': { make: lenet },
  VGG: { make: vgg },
  'MobileNet, alpha 0.25': { make: mobilenet, loss: crossEntropy },
  'ResNet-20': { make: resnet20 },
  'LSTM classifier': { make: lstmClassifier, tokenCount: 1000 },
  'Transformer encoder': { make: transformer, tokenCount: 500 },
};

const { cases, origin } = readGolden('architectures');
const architectures = cases as unknown as readonly Architecture[];
const reference = currentBackend();

beforeAll(() => useBackend(cpu()));
afterAll(() => useBackend(reference));

it('there is a net for each golden', () => {
  expect(Object.keys(byName)).toEqual(architectures.map(({ name }) => name));
});

describe.each(architectures.map((row) => [row.name, row] as const))('%s', (name, row) => {
  const { make, tokenCount, loss = crossEntropyFromLogits } = byName[name] as Net;
  const counts = (net: Model) =>
    [true, false].map((isTrainable) =>
      net.parameters
        .filter(({ trainable }) => trainable === isTrainable)
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    );
  const values = (net: Model, isTrainable: boolean) =>
    net.parameters
      .filter(({ trainable }) => trainable === isTrainable)
      .map(({ value }) => [...value.dataSync()]);

  it(`has the parameters of ${origin.library} ${origin.version}`, () => {
    using net = make();
    expect([net.inputShape, net.outputShape]).toEqual([row.inputShape, row.outputShape]);
    expect(counts(net)).toEqual([row.trainable, row.nonTrainable]);
    const shapes = (list: readonly Shape[]) => list.map((shape) => shape.join(' ')).sort();
    expect(shapes(net.parameters.map(({ shape }) => shape))).toEqual(shapes(row.weightShapes));
    expect(net.summary()).toContain(`Non-trainable params: ${row.nonTrainable.toLocaleString('en-US')} (`);
  });

  it('learns all its parameters in a training step with a finite loss, and predicts finite numbers', async () => {
    using net = make();
    const size = 2 * sizeOf(row.inputShape);
    const drawn = scope(() => new Rng(1).uniform([size], 0, tokenCount ?? 1).dataSync());
    const data = {
      x: tokenCount ? drawn.map(Math.floor) : drawn,
      y: Int32Array.of(0, 1),
      inputShape: row.inputShape,
    };
    const before = [values(net, true), values(net, false)];
    const { epochs } = await fit(net, data, { loss, optimizer: adam(), progress: 'none' });
    expect(epochs[0]?.loss).toBeGreaterThan(0);
    expect(epochs[0]?.loss).toBeLessThan(20);
    [true, false].forEach((isTrainable, i) => {
      values(net, isTrainable).forEach((after, j) => {
        expect(after).not.toEqual(before[i]?.[j]);
      });
    });
    using y = await predict(net, data);
    expect(y.shape).toEqual([2, ...row.outputShape]);
    expect(y.dataSync().every(Number.isFinite)).toBe(true);
  });
});
