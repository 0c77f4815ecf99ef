import { type FormatError, tensor } from '@descent/core';
import * as layers from '@descent/layers';
import { l1, l1l2, l2 } from '@descent/losses';
import { layerCases } from '@descent/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { fromKerasConfig, kerasLayerOrder, kerasWeights, toKerasConfig } from './index.js';

type Model = layers.AnyModel;

/** What the other side would make of a model, with its weights in Keras' order. */
function copy(model: Model, dialect: 2 | 3): Model {
  const json = JSON.parse(JSON.stringify(toKerasConfig(model, { dialect })));
  const copied = fromKerasConfig(json, { file: 'model.json' });
  const [ours, theirs] = [model, copied].map((each) =>
    each.namedParameters.map(([, parameter]) => parameter),
  );
  expect(theirs?.map(({ shape }) => shape)).toEqual(ours?.map(({ shape }) => shape));
  theirs?.forEach((parameter, i) => {
    parameter.reset(ours?.[i]?.value.dataSync() as Float32Array);
  });
  expect(JSON.parse(JSON.stringify(toKerasConfig(copied, { dialect })))).toEqual(json);
  return copied;
}

function expectSame(model: Model, copied: Model, shape: readonly number[], indices?: number): void {
  const size = shape.reduce((product, n) => product * n, 1);
  const x = tensor(
    Float32Array.from({ length: size }, (_, i) => (indices ? i % indices : Math.sin(i))),
    shape,
  );
  const [expected, got] = [model, copied].map((each) =>
    (each as layers.Model).predict(x as never).dataSync(),
  );
  expect(got).toEqual(expected);
}

/** What of the cases the other side does not have. */
const absent = {
  3: [
    'conv2d (conv2d): padding in cells, 1: put zeroPadding before it',
    'depthwiseConv1d (depthwiseConv1d): padding in cells, 1: put zeroPadding before it',
  ],
  2: [
    ...noLayer('spatialDropout2d', 'spatialDropout3d'),
    'elu (elu): alpha 0.5',
    ...['relu (relu): negativeSlope 0.5', 'relu (relu): threshold 0.06'],
    'softmax (softmax): axis 1',
    ...noLayer('groupNorm', 'groupNorm', 'normalization', 'normalization'),
    'conv2d (conv2d): padding in cells, 1: put zeroPadding before it',
    "conv1d (conv1d): padding 'causal'",
    ...noLayer('depthwiseConv1d', 'separableConv1d', 'conv1dTranspose'),
    'conv2dTranspose (conv2dTranspose): outputPadding [0, 1]',
    'globalMaxPool2d (globalMaxPool2d): keepDims true',
    ...noLayer('globalMaxPool3d'),
    'globalAveragePool1d (globalAveragePool1d): keepDims true',
    ...noLayer('globalAveragePool3d', 'zeroPadding1d', 'zeroPadding3d', 'cropping1d', 'cropping3d'),
    ...noLayer('upSampling1d'),
    "upSampling2d (upSampling2d): interpolation 'bilinear'",
    ...noLayer('upSampling3d'),
    'gru (gru): resetAfter: true',
    'bidirectional/forward_gru (gru): resetAfter: true',
    'bidirectional/backward_gru (gru): resetAfter: true',
    'multiHeadAttention/multiHeadAttention (multiHeadAttention): no layer of this kind',
    'subtract/subtract (subtract): no layer of this kind',
    ...noLayer('separableConv1d'),
    'flatten (flatten): flattens a vector',
  ],
};

function noLayer(...kinds: readonly string[]): string[] {
  return kinds.map((kind) => `${kind} (${kind}): no layer of this kind`);
}

describe.each([3, 2] as const)(
  'dialect %i: every layer is the same after it was JSON of Keras',
  (dialect) => {
    const refused: string[] = [];
    afterAll(() => {
      expect(refused).toEqual(absent[dialect]);
    });

    it.each(layerCases.map((row, i) => [`${row.make().label} ${i}`, row] as const))('%s', (_name, row) => {
      const [, ...example] = row.input;
      using model = layers.sequential({ input: example, seed: 3 }, row.make() as never) as unknown as Model;
      try {
        toKerasConfig(model, { dialect });
      } catch (error) {
        expect(error).toMatchObject({ name: 'FormatError', code: 'E_UNSUPPORTED' });
        refused.push(...(error as FormatError).problem.split('\n  ').slice(1));
        return;
      }
      using copied = copy(model, dialect);
      expectSame(model, copied, row.input, row.indices);
    });
  },
);

describe('a model is the same after it was JSON of Keras', () => {
  it.each([3, 2] as const)(
    'dialect %i: branches, shared layers, several inputs and outputs, nested models',
    (dialect) => {
      const [a, b] = [layers.input([4, 3], { name: 'a' }), layers.input([4, 3])];
      const shared = layers.dense(3, { name: 'shared', trainable: false });
      const [y, h] = layers.lstm(2, { returnState: true })(layers.add()([shared(a), shared(b)]));
      const inner = layers.sequential({ input: [2], name: 'inner' }, layers.dense(2), layers.batchNorm());
      const z = layers.input([2]);
      const block = layers.model(z, layers.add()([layers.dense(2)(z), z]), { name: 'block' });
      const twice = inner(block(inner(block(y) as never) as never) as never);
      const all = layers.concatenate()([twice, h] as never);
      using model = layers.model([a, b], [layers.dense(2)(all as never), y], {
        name: 'whole',
      }) as unknown as Model;
      using copied = copy(model, dialect);
      expect(copied.getLayer('shared').trainable).toBe(false);
      const xs = [1, 2].map((k) =>
        tensor(
          Float32Array.from({ length: 24 }, (_, i) => Math.cos(i * k)),
          [2, 4, 3],
        ),
      );
      const [expected, got] = [model, copied].map((each) =>
        [...(each.call(xs) as readonly { dataSync(): ArrayLike<number> }[])].map((value) =>
          Array.from(value.dataSync()),
        ),
      );
      expect(got).toEqual(expected);
    },
  );

  it('options of all kinds', () => {
    using model = layers.sequential(
      { input: [6, 6, 2] },
      layers.conv2d({
        filters: 2,
        kernelSize: [2, 3],
        strides: 2,
        padding: 'same',
        activation: 'leakyRelu',
        kernelInitializer: layers.varianceScaling({ mode: 'fanAverage', distribution: 'uniform' }),
        kernelRegularizer: l1l2({ l1: 0.1, l2: 0.2 }),
        biasRegularizer: l2(0.3),
        activityRegularizer: l1(0.4),
        kernelConstraint: layers.maxNorm(3, [0, 1, 2]),
        biasConstraint: layers.nonNegative(),
      }),
      layers.zeroPadding2d([1, [2, 0]]),
      layers.prelu({ sharedAxes: [1, 2], alphaInitializer: layers.constant(0.25) }),
      layers.flatten(),
      layers.dense(2, { kernelConstraint: layers.minMaxNorm({ min: 0.1 }), useBias: false }),
    ) as unknown as Model;
    const json = toKerasConfig(model) as { config: { layers: { config: unknown; class_name: string }[] } };
    expect(json.config.layers.map(({ config }) => config).slice(0, 3)).toMatchInlineSnapshot(`
      [
        {
          "batch_shape": [
            null,
            6,
            6,
            2,
          ],
          "dtype": "float32",
          "name": "input_layer",
          "sparse": false,
        },
        {
          "activation": "leaky_relu",
          "activity_regularizer": {
            "class_name": "L1",
            "config": {
              "l1": 0.4,
            },
            "module": "keras.regularizers",
            "registered_name": null,
          },
          "bias_constraint": {
            "class_name": "NonNeg",
            "config": {},
            "module": "keras.constraints",
            "registered_name": null,
          },
          "bias_initializer": {
            "class_name": "Zeros",
            "config": {},
            "module": "keras.initializers",
            "registered_name": null,
          },
          "bias_regularizer": {
            "class_name": "L2",
            "config": {
              "l2": 0.3,
            },
            "module": "keras.regularizers",
            "registered_name": null,
          },
          "data_format": "channels_last",
          "dilation_rate": [
            1,
            1,
          ],
          "dtype": {
            "class_name": "DTypePolicy",
            "config": {
              "name": "float32",
            },
            "module": "keras",
            "registered_name": null,
          },
          "filters": 2,
          "kernel_constraint": {
            "class_name": "MaxNorm",
            "config": {
              "axis": [
                0,
                1,
                2,
              ],
              "max_value": 3,
            },
            "module": "keras.constraints",
            "registered_name": null,
          },
          "kernel_initializer": {
            "class_name": "VarianceScaling",
            "config": {
              "distribution": "uniform",
              "mode": "fan_avg",
              "scale": 1,
              "seed": null,
            },
            "module": "keras.initializers",
            "registered_name": null,
          },
          "kernel_regularizer": {
            "class_name": "L1L2",
            "config": {
              "l1": 0.1,
              "l2": 0.2,
            },
            "module": "keras.regularizers",
            "registered_name": null,
          },
          "kernel_size": [
            2,
            3,
          ],
          "name": "conv2d",
          "padding": "same",
          "strides": [
            2,
            2,
          ],
          "trainable": true,
          "use_bias": true,
        },
        {
          "data_format": "channels_last",
          "dtype": {
            "class_name": "DTypePolicy",
            "config": {
              "name": "float32",
            },
            "module": "keras",
            "registered_name": null,
          },
          "name": "zeroPadding2d",
          "padding": [
            [
              1,
              1,
            ],
            [
              2,
              0,
            ],
          ],
          "trainable": true,
        },
      ]
    `);
    using copied = copy(model, 3);
    expect(copied.layers[0]?.config.kernelRegularizer).toBeTypeOf('function');
  });
});

describe('the order of Keras', () => {
  it('weights: kernel, bias; gamma, beta, moving averages; by the cell, the direction, the projection', () => {
    const x = layers.input([4, 3]);
    const y = layers.bidirectional(layers.lstm(2, { returnSequences: true }))(x);
    const z = layers.multiHeadAttention({ numHeads: 2, keyDim: 2, useBias: false })([y, y] as never);
    const w = layers.timeDistributed(layers.dense(2))(layers.batchNorm()(z as never) as never);
    using model = layers.model(x, layers.normalization()(w as never) as never) as unknown as Model;
    const listed = model.layers.map((layer) =>
      kerasWeights(layer).map(({ group, name, shape }) => `${group}|${name} [${shape.join(', ')}]`),
    );
    expect(listed).toMatchInlineSnapshot(`
      [
        [
          "forward_layer/cell|kernel [3, 8]",
          "forward_layer/cell|recurrent_kernel [2, 8]",
          "forward_layer/cell|bias [8]",
          "backward_layer/cell|kernel [3, 8]",
          "backward_layer/cell|recurrent_kernel [2, 8]",
          "backward_layer/cell|bias [8]",
        ],
        [
          "query_dense|kernel [4, 2, 2]",
          "key_dense|kernel [4, 2, 2]",
          "value_dense|kernel [4, 2, 2]",
          "output_dense|kernel [2, 2, 4]",
        ],
        [
          "|gamma [4]",
          "|beta [4]",
          "|moving_mean [4]",
          "|moving_variance [4]",
        ],
        [
          "layer|kernel [4, 2]",
          "layer|bias [2]",
        ],
        [
          "|mean [2]",
          "|variance [2]",
          "|count []",
        ],
      ]
    `);
  });

  it('layers: those farthest from the outputs first', () => {
    const x = layers.input([3]);
    const long = layers.dense(3, { name: 'c' })(layers.dense(3, { name: 'a' })(x));
    const short = layers.dense(3, { name: 'b' })(x);
    using model = layers.model(x, layers.add({ name: 'd' })([short, long])) as unknown as Model;
    expect(kerasLayerOrder(model).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('what must not be read', () => {
  const dense = { class_name: 'Dense', config: { name: 'd', units: 2 } };
  const of = (...more: unknown[]): unknown => ({
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'InputLayer', config: { batch_input_shape: [null, 3] } }, ...more] },
  });

  it.each([
    [
      'Lambda',
      of({ class_name: 'Lambda', config: { function: { class_name: '__lambda__', config: { code: 'x' } } } }),
    ],
    ['TFSMLayer', of({ class_name: 'TFSMLayer', config: { filepath: '/etc/passwd' } })],
    ['a module path', of({ ...dense, module: 'os.path', registered_name: null })],
    ['a gadget of Keras', of({ ...dense, module: 'keras.utils', class_name: 'get_file' })],
    [
      'enable_unsafe_deserialization',
      of({ module: 'keras.config', class_name: 'enable_unsafe_deserialization', config: {} }),
    ],
    [
      'an initializer from an address',
      of({ ...dense, config: { ...dense.config, kernel_initializer: 'https://a.b/c' } }),
    ],
    [
      'an initializer from a file',
      of({ ...dense, config: { ...dense.config, kernel_initializer: '/etc/passwd' } }),
    ],
    [
      'a function of the file',
      of({
        ...dense,
        config: {
          ...dense.config,
          activation: { module: 'builtins', class_name: 'function', config: { code: 'x' } },
        },
      }),
    ],
    ['Lambda in a nested model', of({ ...(of({ class_name: 'Lambda', config: {} }) as object) })],
  ])('%s is E_UNSAFE', (_name, json) => {
    expect(() => fromKerasConfig(json, { file: 'm.keras' })).toThrow(
      expect.objectContaining({
        code: 'E_UNSAFE',
        message: expect.stringMatching(/^m\.keras: config\.layers\[1\]/),
      }),
    );
  });

  it('all that is missing is told at once', () => {
    const json = of(
      { ...dense, config: { ...dense.config, activation: 'quick', lora_rank: 4 } },
      { class_name: 'Swish', config: { name: 'swish', beta: 2 } },
      {
        class_name: 'Conv2D',
        config: { name: 'conv', filters: 1, kernel_size: [1, 1], groups: 2, data_format: 'channels_first' },
      },
    );
    expect(() => fromKerasConfig(json, { file: 'm.json' })).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: m.json: holds what there is no counterpart for:
        d (Dense): lora_rank 4
        swish (Swish): no layer of this class
        conv (Conv2D): data_format 'channels_first'
        conv (Conv2D): groups 2
        fix: make such layers yourself: customLayers: { ClassName: (config) => … }]
    `);
    const customLayers = { Swish: ({ name }: { name: string }) => layers.activation('swish', { name }) };
    using model = fromKerasConfig(of(dense, { class_name: 'Swish', config: { name: 'swish', beta: 2 } }), {
      customLayers,
    });
    expect(model.layers.map(({ kind }) => kind)).toEqual(['dense', 'activation']);
  });

  it('a circle, a layer that is not there, no model, and too much memory', () => {
    const functional = (inbound: unknown, outputs: unknown = [['d', 0, 0]]): unknown => ({
      class_name: 'Functional',
      config: {
        name: 'f',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'x',
            config: { batch_input_shape: [null, 3], name: 'x' },
            inbound_nodes: [],
          },
          { ...dense, name: 'd', inbound_nodes: inbound },
          { ...dense, name: 'e', inbound_nodes: [[['d', 0, 0, {}]]] },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: outputs,
      },
    });
    const read =
      (json: unknown, options = {}) =>
      () =>
        fromKerasConfig(json, { file: 'm.json', ...options });
    read(functional([[['x', 0, 0, {}]]]))().dispose();
    expect(read(functional([[['e', 0, 0, {}]]]))).toThrow("m.json: e and 'd' depend on each other");
    expect(read(functional([[['q', 0, 0, {}]]]))).toThrow("name 'q', which is no layer");
    expect(read(functional([[['x', 0, 7, {}]]]))).toThrow(expect.objectContaining({ name: 'FormatError' }));
    expect(read(functional([[['x', 0, 0, {}]]], [['d', 4, 0]]))().dispose()).toBeUndefined();
    expect(read({ class_name: 'MyModel', config: {} })).toThrow('neither Sequential nor Functional');
    expect(read(null)).toThrow('m.json: holds no model');
    const huge = of({ class_name: 'Dense', config: { name: 'd', units: 1e6 } });
    expect(read(huge, { maxParameters: 100 })).toThrow('more parameters than the 100 numbers of the file');
    expect(read({ class_name: 'Sequential', config: { layers: new Array(1e6).fill(dense) } })).toThrow(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
  });

  it('a model that leaves sizes open asks for them', () => {
    const open = {
      class_name: 'Sequential',
      config: {
        layers: [{ class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, null] } }],
      },
    };
    expect(() => fromKerasConfig(open)).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: config.json: layers[0] leaves sizes of its input open: [any, any]
        fix: sizes are known here; give them: inputShape: [224, 224, 3]]
    `);
    using model = fromKerasConfig(open, { inputShape: [5] });
    expect(model.inputShape).toEqual([5]);
  });
});
