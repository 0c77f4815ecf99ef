import {
  atan2,
  cast,
  conv2d,
  FormatError,
  gather,
  Rng,
  type Shape,
  type Tensor,
  tensor,
  ValueError,
  Variable,
  zeros,
} from '@descent/core';
import * as layers from '@descent/layers';
import { expectClose } from '@descent/testing';
import { expectSameInOnnx, openOnnx } from '@descent/testing/onnx';
import { describe, expect, it } from 'vitest';
import { checkOnnx, writeOnnx, writeOnnxFunction } from './index.js';

/** Batches of 1 and 3 of random examples, for each input. */
const batchesOf = (...shapes: readonly Shape[]) =>
  [1, 3].map(
    (n) => () =>
      shapes.map((shape, i) => {
        const size = shape.reduce((product, each) => product * each, n);
        return tensor(new Rng(5).split(i).uniformArray(size), [n, ...shape] as Shape);
      }),
  );

const same = (model: unknown, ...shapes: readonly Shape[]) =>
  expectSameInOnnx(model as layers.AnyModel, batchesOf(...shapes));

const convolved = (filters: number) =>
  [
    layers.conv2d({ filters, kernelSize: 1, useBias: false }),
    layers.batchNorm(),
    layers.activation('relu6'),
  ] as const;

describe('writeOnnx', () => {
  it('LeNet-5: weights turned once, a Transpose at each end, biases in their operators', async () => {
    using model = layers.sequential(
      { input: [28, 28, 1], seed: 1 },
      layers.conv2d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh' }),
      layers.averagePool2d(2),
      layers.conv2d({ filters: 16, kernelSize: 5, activation: 'tanh' }),
      layers.averagePool2d(2),
      layers.flatten(),
      layers.dense(120, { activation: 'tanh' }),
      layers.dense(84, { activation: 'tanh' }),
      layers.dense(10, { activation: 'softmax' }),
    );
    const summary = await same(model, [28, 28, 1]);
    expect(Object.fromEntries(summary.operators)).toEqual({
      ...{ Transpose: 2, Conv: 2, Tanh: 4, AveragePool: 2, Reshape: 1, Gemm: 3, Softmax: 1 },
    });
    expect(summary.weightCount).toBe(model.parameterCount + 2);
    expect(summary.inputs).toEqual([{ name: 'input', dtype: 'float32', shape: ['batch', 28, 28, 1] }]);
    expect(summary.outputs).toEqual([{ name: 'dense_2', dtype: 'float32', shape: ['batch', 10] }]);
    expect(summary).toMatchObject({ name: 'sequential', producer: 'descent', opset: 17 });
  });

  it('a small MobileNet: one Transpose, at its beginning', async () => {
    using model = layers.sequential(
      { input: [16, 16, 3], seed: 2 },
      layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
      layers.batchNorm(),
      layers.relu({ maxValue: 6 }),
      layers.zeroPadding2d([
        [0, 1],
        [0, 1],
      ]),
      layers.depthwiseConv2d({ kernelSize: 3, strides: 2, useBias: false }),
      layers.batchNorm(),
      layers.activation('relu6'),
      ...convolved(16),
      layers.globalAveragePool2d({ keepDims: true }),
      layers.dropout(0.001),
      layers.conv2d({ filters: 5, kernelSize: 1 }),
      layers.reshape([5]),
      layers.activation('softmax'),
    );
    const { operators } = await same(model, [16, 16, 3]);
    expect(operators.get('Transpose')).toBe(1);
    expect(operators.get('BatchNormalization')).toBe(3);
    expect([operators.get('Clip'), operators.has('Relu')]).toEqual([3, false]);
  });

  it('branches: residuals, gates of channels, joins, several inputs and outputs', async () => {
    const image = layers.input([6, 6, 2], { name: 'image' });
    const age = layers.input([3], { name: 'age' });
    const x = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' })(image);
    const deeper = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' })(x);
    const sum = layers.add()([x, deeper]);
    const squeezed = layers.globalAveragePool2d({ keepDims: true })(sum);
    const gate = layers.conv2d({ filters: 4, kernelSize: 1, activation: 'sigmoid' })(squeezed);
    const gated = layers.multiply()([sum, gate]);
    const joined = layers.concatenate()([gated, layers.maxPool2d(3, { strides: 1, padding: 'same' })(image)]);
    const map = layers.conv2d({ filters: 1, kernelSize: 1, name: 'map' })(joined);
    const flat = layers.concatenate()([layers.globalMaxPool2d()(joined), age]);
    const score = layers.dense(2, { name: 'score' })(flat);
    using model = layers.model([image, age], [map, score]);
    const summary = await same(model, [6, 6, 2], [3]);
    expect(summary.operators.get('Transpose')).toBe(2);
    expect(summary.inputs.map(({ name }) => name)).toEqual(['image', 'age']);
    expect(summary.outputs).toEqual([
      { name: 'map', dtype: 'float32', shape: ['batch', 6, 6, 1] },
      { name: 'score', dtype: 'float32', shape: ['batch', 2] },
    ]);
  });

  it('a decoder: enlarged images stay as convolutions have them', async () => {
    using model = layers.sequential(
      { input: [4, 4, 3], seed: 3 },
      layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
      layers.upSampling2d(2),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: 'elu' }),
      layers.upSampling2d(2, { interpolation: 'bilinear' }),
      layers.cropping2d(1),
      layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
      layers.prelu({ sharedAxes: [1, 2] }),
    );
    expect((await same(model, [4, 4, 3])).operators.get('Transpose')).toBe(2);
  });

  it('sequences: convolutions of one axis, dense layers on each step', async () => {
    using model = layers.sequential(
      { input: [12, 3], seed: 4 },
      layers.conv1d({ filters: 4, kernelSize: 3, padding: 'causal', activation: 'relu' }),
      layers.batchNorm(),
      layers.maxPool1d(2),
      layers.separableConv1d({ filters: 5, kernelSize: 3 }),
      layers.dense(4, { activation: 'gelu' }),
      layers.layerNorm(),
      layers.globalAveragePool1d(),
    );
    const { operators } = await same(model, [12, 3]);
    expect(operators.get('Transpose')).toBe(2);
    expect(operators.get('MatMul')).toBe(1);
  });

  it('layers that are used twice share their weights, also inside models', async () => {
    const [a, b] = [layers.input([8, 8, 2]), layers.input([8, 8, 2])];
    const tower = layers.sequential(
      { input: [8, 8, 2], name: 'tower' },
      layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu' }),
      layers.flatten(),
      layers.dense(4),
    );
    using model = layers.model([a, b], layers.subtract()([tower(a), tower(b)]));
    const { weightCount, operators } = await same(model, [8, 8, 2], [8, 8, 2]);
    expect(operators.get('Conv')).toBe(2);
    expect(weightCount).toBeLessThan(model.parameterCount + 10);
  });

  it('biases that are numbers of a function, also where something else uses the same', async () => {
    const w = tensor(new Rng(1).uniformArray(18), [3, 3, 1, 2]);
    const b = [0.5, -0.25];
    const f = (x: Tensor): Tensor[] => {
      const y = conv2d(x, w).add(tensor(b)) as Tensor;
      return [
        y,
        y.mean([1, 2]).add(tensor(b)) as Tensor,
        conv2d(y.sum(3, { keepDims: true }), w).add(tensor(b)) as Tensor,
      ];
    };
    const bytes = await writeOnnxFunction(f, { x: { shape: [null, 5, 5, 1] } });
    expect(checkOnnx(bytes).operators.get('Add')).toBe(1);
    const session = await openOnnx(bytes);
    const data = Float32Array.from(new Rng(2).uniformArray(25));
    const results = await session.run({ x: { dims: [1, 5, 5, 1], data } });
    for (const [i, y] of f(tensor(data, [1, 5, 5, 1])).entries()) {
      const name = session.outputNames[i] as string;
      expectClose(results[name]?.data ?? [], y.dataSync(), { absolute: 1e-5 }, name);
    }
    await session.release();
  });

  it('states of recurrent layers, and what goes both ways, as results of their own', async () => {
    const x = layers.input([5, 2]);
    const [sequence, h, c] = layers.lstm(3, { returnSequences: true, returnState: true })(x);
    const [last, ...states] = layers.bidirectional(layers.gru(2, { returnState: true }))(sequence);
    const [there, back] = layers.bidirectional(layers.simpleRnn(2, { returnSequences: true }), {
      mergeMode: 'none',
    })(x);
    using model = layers.model(x, [sequence, h, c, last, ...states, there, back]);
    const { operators, outputs } = await same(model, [5, 2]);
    expect(outputs.length).toBe(8);
    expect(['LSTM', 'GRU', 'RNN'].map((name) => operators.get(name))).toEqual([1, 2, 2]);
  });

  it('what is given is given out, once or twice', async () => {
    const x = layers.input([3]);
    const y = layers.activation('linear', { name: 'same' })(x);
    using model = layers.model(x, [y, y, layers.dense(2)(y)]);
    const { outputs } = await same(model, [3]);
    expect(outputs.map(({ name }) => name)).toEqual(['same', 'same_1', 'dense']);
  });

  it('runs as well where the runtime leaves the graph as it is', async () => {
    using model = layers.sequential(
      { input: [6, 6, 2] },
      layers.conv2d({ filters: 3, kernelSize: 3 }),
      layers.flatten(),
      layers.dense(2),
    );
    await expectSameInOnnx(model, batchesOf([6, 6, 2]), { isOptimized: false });
  });

  it('tells what the file is', async () => {
    using model = layers.sequential({ input: [2] }, layers.dense(1));
    const bytes = await writeOnnx(model, {
      name: 'line',
      doc: 'A straight line.',
    });
    expect(checkOnnx(bytes).name).toBe('line');
    expect(new TextDecoder('latin1').decode(bytes)).toContain('A straight line.');
  });

  it('lists everything that ONNX cannot express, with its layer', async () => {
    const angle = () =>
      layers.defineLayer<layers.KeepShape & { name: 'angle' }>({
        kind: 'angle',
        config: {},
        build: (shape) => ({ outputShape: shape, call: (x) => atan2(x, 2) as Tensor }),
      });
    const state = new Variable(zeros([2]), { name: 'count' });
    const counting = () =>
      layers.defineLayer<layers.KeepShape & { name: 'counting' }>({
        kind: 'counting',
        config: {},
        build: (shape) => ({ outputShape: shape, call: (x) => x.add(state.value) as Tensor }),
      });
    const inner = layers.sequential({ input: [2], name: 'inner' }, angle());
    using model = layers.sequential({ input: [2] }, layers.dense(2), angle(), counting(), inner);
    const error = await writeOnnx(model).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).code).toBe('E_UNSUPPORTED');
    expect((error as FormatError).message).toMatchInlineSnapshot(`
      "writeOnnx: ONNX cannot express
        - angle (angle()): Atan2: ONNX has no such operator
        - counting (counting()): reads the variable count, which is not among its parameters
        - inner/angle (angle()): Atan2: ONNX has no such operator
        fix: use other layers there, or export the model up to them: model(x, layer.output)"
    `);
  });

  it('writes a layer by its kernels that has the kind of one with a rule, and does something else', async () => {
    interface Table extends layers.ShapeFunction {
      readonly name: 'embedding';
    }
    const embedding = () =>
      layers.defineLayer<Table>({
        kind: 'embedding',
        config: { inputDim: 4, outputDim: 2 },
        build(shape, { parameter }) {
          const table = parameter('embeddings', [4, 2], { initializer: 'glorotUniform' });
          const outputShape = [...shape, 2];
          return { outputShape, call: (x) => gather(table.value, cast(x, 'int32')).mul(3) as Tensor };
        },
      });
    const lstm = () =>
      layers.defineLayer<layers.KeepShape & { name: 'lstm' }>({
        kind: 'lstm',
        config: { units: 2 },
        build(shape, { parameter }) {
          const kernel = parameter('kernel', [2, 8], { initializer: 'ones' });
          const state = parameter('recurrentKernel', [2, 8], { initializer: 'ones' });
          parameter('bias', [8], { initializer: 'zeros' });
          return {
            outputShape: shape,
            call: (x) => x.add(kernel.value.sum()).add(state.value.sum()) as Tensor,
          };
        },
      });
    using model = layers.sequential({ input: [3] }, embedding() as never, lstm() as never);
    const { operators } = await same(model, [3]);
    expect(operators.has('Mul')).toBe(true);
    expect(operators.has('LSTM')).toBe(false);
  });

  it('refuses what is no model, and unknown options', async () => {
    await expect(writeOnnx({} as never)).rejects.toThrow(ValueError);
    using model = layers.sequential({ input: [2] }, layers.dense(1));
    await expect(writeOnnx(model as never, { opset: 12 } as never)).rejects.toThrow(ValueError);
  });
});

describe('writeOnnxFunction', () => {
  it('puts what goes before a model and after it into one file', async () => {
    using model = layers.sequential({ input: [4, 4, 1] }, layers.flatten(), layers.dense(3));
    const classify = (x: Tensor): Tensor[] => {
      const logits = model.call(x.div(255) as Tensor);
      return [logits.softmax(), logits.argMax(1)];
    };
    const options = {
      variables: model.parameters as never,
      outputs: ['probabilities', 'best'],
      name: 'classifier',
    };
    const bytes = await writeOnnxFunction(classify, { image: { shape: [null, 4, 4, 1] } }, options);
    const summary = checkOnnx(bytes);
    expect(summary.name).toBe('classifier');
    expect(summary.outputs).toEqual([
      { name: 'probabilities', dtype: 'float32', shape: ['batch', 3] },
      { name: 'best', dtype: 'int32', shape: ['batch'] },
    ]);
    const session = await openOnnx(bytes);
    const data = Float32Array.from(new Rng(3).uniformArray(32), (x) => 255 * x);
    const results = await session.run({ image: { dims: [2, 4, 4, 1], data } });
    const [probabilities, best] = classify(tensor(data, [2, 4, 4, 1])) as [Tensor, Tensor];
    expect(Array.from(results.best?.data ?? [])).toEqual([...best.dataSync()]);
    const difference = Array.from(probabilities.dataSync(), (p, i) =>
      Math.abs(p - (results.probabilities?.data[i] as number)),
    );
    expect(Math.max(...difference)).toBeLessThan(1e-6);
    await session.release();
  });

  it('takes whole numbers, and makes values by the size of the batch', async () => {
    const twice = (x: Tensor): Tensor =>
      zeros([x.shape[0] as number, 2]).add(x.sum(1, { keepDims: true })) as Tensor;
    const bytes = await writeOnnxFunction(twice, { x: { shape: [null, 3], dtype: 'int32' } });
    const session = await openOnnx(bytes);
    const { output } = await session.run({ x: { dims: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) } });
    expect(Array.from(output?.data ?? [])).toEqual([6, 6, 15, 15]);
    await session.release();
  });

  it('refuses variables that it was not told of, other open axes, names that are taken', async () => {
    const w = new Variable(tensor([1, 2]), { name: 'w' });
    const f = (x: Tensor): Tensor => x.mul(w.value) as Tensor;
    const x = { shape: [null, 2] } as const;
    await expect(writeOnnxFunction(f, { x })).rejects.toThrow(
      'reads the variable w, which is not among its parameters',
    );
    await expect(writeOnnxFunction(f, { x: { shape: [2, null] } }, { variables: [w] })).rejects.toThrow(
      ValueError,
    );
    await expect(writeOnnxFunction(f, { x }, { variables: [w], outputs: ['x'] })).rejects.toThrow(ValueError);
    await expect(writeOnnxFunction(f, { x }, { variables: [w], outputs: ['a', 'b'] })).rejects.toThrow(
      ValueError,
    );
  });
});
