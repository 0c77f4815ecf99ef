import { ones, scope, tensor, zeros } from '@descent/core';
import { describe, expect, it } from 'vitest';
import {
  averagePool2d,
  bidirectional,
  conv2d,
  dense,
  dropout,
  flatten,
  gru,
  input,
  lstm,
  maxPool2d,
  model,
  sequential,
} from './index.js';

const cnn = () =>
  sequential(
    { input: [28, 28, 1] },
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dropout(0.5),
    dense(10),
  );

describe('sequential', () => {
  it('summary is Keras’ table', () => {
    using model = cnn();
    expect(`\n${model.summary()}`).toMatchInlineSnapshot(`
      "
      ┌─────────────────────────┬────────────────────┬─────────┐
      │ Layer (type)            │ Output Shape       │ Param # │
      ├─────────────────────────┼────────────────────┼─────────┤
      │ conv2d (conv2d)         │ (None, 26, 26, 32) │     320 │
      │ maxPool2d (maxPool2d)   │ (None, 13, 13, 32) │       0 │
      │ conv2d_1 (conv2d)       │ (None, 11, 11, 64) │  18,496 │
      │ maxPool2d_1 (maxPool2d) │ (None, 5, 5, 64)   │       0 │
      │ flatten (flatten)       │ (None, 1600)       │       0 │
      │ dropout (dropout)       │ (None, 1600)       │       0 │
      │ dense (dense)           │ (None, 10)         │  16,010 │
      └─────────────────────────┴────────────────────┴─────────┘
      Total params: 34,826 (136.04 KB)
      Trainable params: 34,826 (136.04 KB)
      Non-trainable params: 0 (0.00 B)"
    `);
  });

  it('names layers and parameters as Keras does', () => {
    using model = cnn();
    expect(model.layers.map((layer) => layer.name)).toEqual([
      'conv2d',
      'maxPool2d',
      'conv2d_1',
      'maxPool2d_1',
      'flatten',
      'dropout',
      'dense',
    ]);
    expect(model.parameters.map((parameter) => parameter.name)).toContain('conv2d_1/kernel');
    expect(model.getLayer('dense').outputShape).toEqual([10]);
    expect(() => model.getLayer('dens')).toThrow('no layer is called');
  });

  it('the seed decides the parameters, and nothing else does', () => {
    const weights = (seed: number) =>
      scope(() => [...(sequential({ input: [3], seed }, dense(4)).parameters[0]?.value.dataSync() ?? [])]);
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  it('predict is compiled and equals call', () => {
    using model = sequential({ input: [3] }, dense(4, { activation: 'relu' }), dense(2));
    scope(() => {
      const x = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      expect(model.predict(x).arraySync()).toEqual(model.call(x).arraySync());
      expect(model.predict(zeros([0, 3])).shape).toEqual([0, 2]);
    });
  });
});

describe('sequential refuses', () => {
  it('a layer that cannot follow, and says which', () => {
    const shallow = [dense(3), conv2d({ filters: 8, kernelSize: 3 })] as const;
    // @ts-expect-error the types say so too
    expect(() => sequential({ input: [28, 28] }, ...shallow)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: conv2d: expects [height, width, channels], got [28, 3]
        fix: add the missing axis with a reshape layer, for example reshape([28, 28, 1])
        in sequential: layers[1] conv2d(8, 3×3)]
    `);
    // @ts-expect-error the types say so too
    expect(() => sequential({ input: [4, 4, 1] }, maxPool2d(5))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: maxPool2d: the window spans 5 cells of height, but the padded input has 4
        fix: use a smaller window, or padding: 'same'
        in sequential: layers[0] maxPool2d(5×5)]
    `);
  });

  it('a layer that gives a list of results', () => {
    const state = lstm(5, { returnState: true });
    // @ts-expect-error the types say so too
    expect(() => sequential({ input: [4, 3] }, dense(3), state)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: lstm(5): gives a list of 3, sequential passes on one result
        fix: name what you need of them: model(inputs, outputs)
        in sequential: layers[1] lstm(5)]
    `);
    const ways = bidirectional(gru(2), { mergeMode: 'none' });
    // @ts-expect-error the types say so too
    expect(() => sequential({ input: [4, 3] }, ways, dense(1))).toThrow(
      'gives a list of 2, sequential passes on one result',
    );
    const x = input([4, 3]);
    using nested = model(x, [dense(1)(x)]);
    // @ts-expect-error the types say so too
    expect(() => sequential({ input: [4, 3] }, nested)).toThrow('model(): gives a list of 1');
  });

  it('no layers, and what is none', () => {
    expect(() => sequential({ input: [2] })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: sequential: expects at least one layer
        fix: sequential({ input: [784] }, dense(10))]
    `);
    expect(() => sequential({ input: [2] }, dense as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: sequential: layers[0] is not a layer: a function
        fix: call it: dense(10), not dense]
    `);
    expect(() => sequential(dense(1) as never, dense(2))).toThrow(
      'sequential: expects the shape of one example first',
    );
    expect(() => sequential({ input: [-1] }, dense(1))).toThrow('sizes must be whole numbers >= 0, got -1');
  });

  it('inputs of another shape', () => {
    using model = sequential({ input: [3] }, dense(2));
    expect(() => model.predict(ones([3]) as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: predict: expects [batch, 3], got [3]
        fix: a batch of one: x.reshape([1, 3])]
    `);
    expect(() => model.predict(ones([2, 4]) as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: predict: expects [batch, 3], got [2, 4]]`,
    );
    expect(() => model.predict([[1, 2, 3]] as never)).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: predict: expects a tensor, got an array of 1
        fix: wrap it: tensor(…)]
    `);
  });

  it('options out of range', () => {
    expect(() => dense(0)).toThrow('dense: units must be a whole number >= 1, got 0');
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      for (const make of [
        () => conv2d({ filters: 1, kernelSize: bad }),
        () => conv2d({ filters: 1, kernelSize: 3, strides: bad }),
        () => conv2d({ filters: 1, kernelSize: 3, dilations: [1, bad] }),
        () => maxPool2d(bad),
        () => maxPool2d(2, { strides: bad }),
        () => averagePool2d(bad),
        () => averagePool2d(2, { strides: bad }),
      ]) {
        expect(make).toThrowError(expect.objectContaining({ code: 'E_VALUE' }));
      }
    }
    expect(() => conv2d({ filters: 1, kernelSize: 3, strides: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: conv2d: strides must be whole numbers from 1 to 2^31 - 1, got 0]`,
    );
    expect(() => sequential({ input: [3] }, dense(2 ** 31))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: dense(2147483648): kernel: shape [3, 2147483648] has more than 1073741823 elements
        in sequential: layers[0] dense(2147483648)]
    `);
    expect(() => dense(1, { activation: 'rellu' as never })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: dense: unknown activation 'rellu'
        fix: use one of linear, relu, relu6, leakyRelu, elu, selu, gelu, softplus, sigmoid, tanh, swish, silu, mish, softsign, hardSigmoid, hardSilu, exponential, logSoftmax, softmax, or a function of a tensor]
    `);
    expect(() =>
      sequential({ input: [2] }, dense(1, { kernelInitializer: 'glorot' as never })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: unknown initializer 'glorot'
        fix: use one of zeros, ones, glorotUniform, glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal, randomUniform, randomNormal, truncatedNormal; or a function (shape, rng) => Float32Array, such as orthogonal() and identity() give
        in sequential: layers[0] dense(1)]
    `);
  });
});
