import { tensor } from '@descent/core';
import * as layers from '@descent/layers';
import { layerCases } from '@descent/testing';
import * as core from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { readTfjsModel } from './read-tfjs-model.js';
import { tfjsArtifacts } from './write-tfjs-model.js';

type Model = layers.AnyModel;

/** Other numbers than those that a model begins with, none of which may be lost or mixed up. */
function stir(model: Model): void {
  model.parameters.forEach((parameter, k) => {
    const size = parameter.shape.reduce((product, n) => product * n, 1);
    parameter.reset(
      Float32Array.from({ length: size }, (_, i) => 0.1 + 0.4 * Math.abs(Math.sin(1.3 * i + k))),
    );
  });
}

/** What both libraries predict for the same inputs. */
async function predictions(
  model: Model,
  xs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[],
): Promise<{ readonly ours: number[][]; readonly theirs: number[][] }> {
  const loaded = await tf.loadLayersModel(
    core.io.fromMemory((await tfjsArtifacts(model)) as core.io.ModelArtifacts),
  );
  const given = xs.map(({ shape, values }) => core.tensor(values, [...shape]));
  const theirs = [
    loaded.predict(given.length > 1 ? given : (given[0] as core.Tensor)),
  ].flat() as core.Tensor[];
  const own = xs.map(({ shape, values }) => tensor(values, shape));
  const ours = [model.call(own.length > 1 ? own : (own[0] as never))].flat() as unknown as {
    dataSync(): Float32Array;
  }[];
  const result = {
    ours: ours.map((each) => [...each.dataSync()]),
    theirs: theirs.map((each) => [...each.dataSync()]),
  };
  loaded.dispose();
  core.dispose([...given, ...theirs]);
  return result;
}

function expectEqual({ ours, theirs }: { ours: number[][]; theirs: number[][] }): void {
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  ours.forEach((values, k) => {
    values.forEach((value, i) => {
      const other = theirs[k]?.[i] as number;
      if (!(Math.abs(value - other) <= 1e-5 * Math.max(1, Math.abs(other)))) expect(value).toBe(other);
    });
  });
}

function batch(shape: readonly number[], indices?: number): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  return Float32Array.from({ length: size }, (_, i) => (indices ? i % indices : Math.sin(i)));
}

describe('tfjs-layers loads what we write and predicts the same to 1e-5', () => {
  it.each(layerCases.map((row, i) => [`${row.make().label} ${i}`, row] as const))(
    '%s',
    async (_name, row) => {
      const [, ...example] = row.input;
      using model = layers.sequential({ input: example }, row.make() as never) as unknown as Model;
      // Its processor's backend takes moments for those of the last axis, and is wrong about others.
      if (model.layers[0]?.kind === 'batchNorm' && model.layers[0].config.axis === 1) return;
      stir(model);
      try {
        expectEqual(await predictions(model, [{ shape: row.input, values: batch(row.input, row.indices) }]));
      } catch (error) {
        // The list of what TensorFlow.js does not have is held by the test of the JSON.
        expect(error).toMatchObject({ name: 'FormatError', code: 'E_UNSUPPORTED' });
      }
    },
  );

  it('branches, shared layers, several inputs and outputs, models inside with layers of one name', async () => {
    const [a, b] = [layers.input([4, 3], { name: 'a' }), layers.input([4, 3])];
    const shared = layers.dense(3, { name: 'shared' });
    const [y, h] = layers.lstm(2, { returnState: true })(layers.add()([shared(a), shared(b)]));
    const inner = layers.sequential({ input: [2], name: 'inner' }, layers.dense(2), layers.batchNorm());
    const z = layers.input([2]);
    const block = layers.model(z, layers.add()([layers.dense(2)(z), z]), { name: 'block' });
    const twice = inner(block(inner(block(y) as never) as never) as never);
    const all = layers.concatenate()([twice, h] as never);
    using model = layers.model([a, b], [layers.dense(2)(all as never), y]) as unknown as Model;
    stir(model);
    const xs = [1, 2].map((k) => ({ shape: [2, 4, 3], values: batch([2, 4, 3]).map((x) => x * k) }));
    expectEqual(await predictions(model, xs));
    using back = await readTfjsModel({ load: async () => tfjsArtifacts(model) });
    expect(back.parameters.map(({ value }) => value.dataSync())).toEqual(
      model.parameters.map(({ value }) => value.dataSync()),
    );
  });
});

describe('we load what tfjs-layers saves and predict the same to 1e-5', () => {
  it.each([
    [
      'a convolutional net with hard sigmoids',
      () => {
        const net = tf.sequential();
        net.add(
          tf.layers.conv2d({
            inputShape: [6, 6, 2],
            filters: 3,
            kernelSize: 3,
            activation: 'hardSigmoid',
            kernelRegularizer: 'l1l2',
          }),
        );
        net.add(tf.layers.batchNormalization());
        net.add(tf.layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, activation: 'relu6' }));
        net.add(tf.layers.leakyReLU({ alpha: 0.1 }));
        net.add(tf.layers.globalAveragePooling2d({}));
        net.add(tf.layers.dropout({ rate: 0.5 }));
        net.add(tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'leCunNormal' }));
        return net;
      },
      [2, 6, 6, 2],
    ],
    [
      'a recurrent net, both ways',
      () => {
        const net = tf.sequential();
        net.add(
          tf.layers.bidirectional({
            inputShape: [4, 3],
            layer: tf.layers.lstm({
              units: 2,
              returnSequences: true,
              recurrentInitializer: 'glorotUniform',
            }) as tf.RNN,
            mergeMode: 'concat',
          }),
        );
        net.add(tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) }));
        net.add(tf.layers.gru({ units: 2, recurrentInitializer: 'glorotUniform' }));
        return net;
      },
      [2, 4, 3],
    ],
    [
      'a functional net with a model inside',
      () => {
        const x = tf.input({ shape: [4] });
        const inner = tf.sequential({
          layers: [tf.layers.dense({ units: 4, inputShape: [4], activation: 'tanh' })],
        });
        const y = inner.apply(inner.apply(x)) as tf.SymbolicTensor;
        return tf.model({ inputs: x, outputs: tf.layers.add().apply([x, y]) as tf.SymbolicTensor });
      },
      [3, 4],
    ],
  ])('%s', async (_name, make, shape) => {
    const theirs = make();
    let saved: core.io.ModelArtifacts | undefined;
    await theirs.save(
      core.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    using ours = await readTfjsModel({ load: async () => saved as never });
    const values = batch(shape);
    const x = core.tensor(values, shape);
    const y = theirs.predict(x) as core.Tensor;
    const own = (ours as layers.Model).predict(tensor(values, shape) as never).dataSync();
    expectEqual({ ours: [[...own]], theirs: [[...y.dataSync()]] });
    theirs.dispose();
  });
});
