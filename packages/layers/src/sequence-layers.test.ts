import {
  normal,
  layerNorm as normalize,
  ones,
  Rng,
  scope,
  type Tensor,
  tensor,
  tile,
  variableGradients,
  zeros,
} from '@descent/core';
import { readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  add,
  bidirectional,
  conv2d,
  defineLayer,
  dense,
  dropout,
  gru,
  input,
  type KeepShape,
  lstm,
  model,
  multiHeadAttention,
  type Parameter,
  type Symbolic,
  sequential,
  simpleRnn,
  timeDistributed,
} from './index.js';

// An attention layer of one input, as contracts are.

/** Layer normalization with a scale and an offset. */
const layerNorm = () =>
  defineLayer<KeepShape>({
    kind: 'layerNorm',
    config: {},
    build(inputShape, { parameter }) {
      const scale = parameter('gamma', [inputShape.at(-1) as number], { initializer: 'ones' });
      const offset = parameter('beta', [inputShape.at(-1) as number], { initializer: 'zeros' });
      return {
        outputShape: inputShape,
        call: (x) =>
          normalize(x, { scale: scale.value as never, offset: offset.value as never, epsilon: 1e-3 }),
      };
    },
  });

describe('nets of sequences', () => {
  const { parameterCounts } = readGolden<{
    parameterCounts: { classifier: number; encoder: number };
  }>('recurrent');

  it('have as many parameters as in Keras', () => {
    // Keras' has an embedding of 1000 words in front.
    using classifier = sequential({ input: [12, 16] }, bidirectional(lstm(32)), dense(2));
    expect(classifier.parameterCount + 1000 * 16).toBe(parameterCounts.classifier);
  });

  it('such as two layers of a Transformer encoder train', () => {
    const x = input([10, 16]);
    let y: Symbolic<readonly [10, 16]> = x;
    for (let i = 0; i < 2; i++) {
      const attended = layerNorm()(add()([y, multiHeadAttention({ numHeads: 4, keyDim: 8 })([y, y])]));
      const fed = dense(16)(dense(64, { activation: 'relu' })(attended));
      y = layerNorm()(add()([attended, fed])) as Symbolic<readonly [10, 16]>;
    }
    using encoder = model(x, y);
    expect(encoder.parameterCount).toBe(parameterCounts.encoder);
    scope(() => {
      const rng = new Rng(1);
      const [batch, wanted] = [normal(rng, [3, 10, 16]), normal(rng, [3, 10, 16])];
      const loss = () => encoder.call(batch).sub(wanted).square().mean();
      const { value, gradients } = variableGradients(loss, encoder.parameters);
      encoder.parameters.forEach((parameter, i) => {
        parameter.assign(parameter.value.sub((gradients[i] as Tensor).mul(0.1)));
      });
      expect(loss().item()).toBeLessThan(value.item());
    });
  });
});

describe('recurrent layers', () => {
  it('start as Keras does: the forget gate open, the recurrent kernel orthogonal', () => {
    using net = sequential({ input: [2, 3] }, lstm(2));
    const [kernel, recurrent, bias] = net.parameters as [Parameter, Parameter, Parameter];
    expect(net.layers[0]?.namedParameters.map(([name]) => name)).toEqual([
      'lstm/kernel',
      'lstm/recurrentKernel',
      'lstm/bias',
    ]);
    expect(kernel.shape).toEqual([3, 8]);
    expect(bias.value.arraySync()).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    const product = scope(() => recurrent.value.matmul(recurrent.value, { transposeB: true }));
    expect(product.dataSync()[0]).toBeCloseTo(1, 5);
    expect(product.dataSync()[1]).toBeCloseTo(0, 5);
    product.dispose();
    using other = sequential({ input: [2, 3] }, lstm(2, { unitForgetBias: false }));
    expect(other.parameters[2]?.value.arraySync()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('give the state after the last step', () => {
    const x = input([4, 2]);
    const [y, h, c] = lstm(3, { returnState: true })(x);
    using net = model(x, [y, h, c]);
    scope(() => {
      const [output, state, carry] = net.predict(normal(new Rng(2), [2, 4, 2]));
      expect(state.arraySync()).toEqual(output.arraySync());
      expect(carry.arraySync()).not.toEqual(state.arraySync());
    });
  });

  it('drop the same inputs at every step', () => {
    using net = sequential(
      { input: [5, 8] },
      simpleRnn(8, {
        activation: 'linear',
        dropout: 0.5,
        returnSequences: true,
        kernelInitializer: () => Float32Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0)),
        recurrentInitializer: 'zeros',
      }),
    );
    scope(() => {
      const y = net.call(ones([1, 5, 8]), { training: true, rng: new Rng(3) }).arraySync() as number[][][];
      const [first, ...others] = y[0] as number[][];
      expect(new Set(first)).toEqual(new Set([0, 2]));
      for (const step of others) expect(step).toEqual(first);
    });
  });

  it('stay finite for huge inputs and hand NaN on to later steps only', () => {
    using net = sequential({ input: [3, 1] }, lstm(2, { returnSequences: true }));
    scope(() => {
      const huge = net.call(tensor([[[1e30], [-1e30], [Number.POSITIVE_INFINITY]]])).dataSync();
      expect([...huge].every(Number.isFinite)).toBe(true);
      const spoilt = net.call(tensor([[[1], [Number.NaN], [1]]])).dataSync();
      expect([...spoilt].map(Number.isNaN)).toEqual([false, false, true, true, true, true]);
    });
  });

  it('a frozen layer is frozen in both directions', () => {
    const layer = gru(2);
    layer.trainable = false;
    using both = sequential({ input: [4, 3] }, bidirectional(layer));
    expect(both.parameters).toHaveLength(6);
    expect(both.trainableParameters).toEqual([]);
  });

  it('say what is wrong', () => {
    expect(() => sequential({ input: [28] as number[] }, lstm(4))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: lstm: expects [steps, features] with at least one step, got [28]
        fix: one feature per step: reshape([28, 1])
        in sequential: layers[0] lstm(4)]
    `);
    expect(() => gru(0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: gru: units must be a whole number >= 1, got 0]`,
    );
    expect(() => simpleRnn(2, { dropout: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: simpleRnn: dropout: rate must lie in [0, 1), got 1]`,
    );
    expect(() => lstm(2, { recurrentDropout: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: lstm: recurrentDropout: rate must lie in [0, 1), got NaN]`,
    );
    expect(() => lstm(2, { recurrentActivation: 'hard' as never })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: lstm: unknown activation 'hard'
        fix: use one of linear, relu, relu6, leakyRelu, elu, selu, gelu, softplus, sigmoid, tanh, swish, silu, mish, softsign, hardSigmoid, hardSilu, exponential, logSoftmax, softmax, or a function of a tensor]
    `);
    expect(() => bidirectional(dense(2) as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: bidirectional: expects a recurrent layer, got dense(2)
        fix: bidirectional(lstm(64))]
    `);
    expect(() => bidirectional(gru(2, { goBackwards: true }))).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: bidirectional: gru(2) goes backwards already
        fix: give the layer that goes forwards: goBackwards: false]
    `);
    expect(() => bidirectional(gru(2), { mergeMode: 'max' as never })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: bidirectional: unknown mergeMode 'max'
        fix: use one of concat, sum, mul, ave, none]
    `);
    expect(() => timeDistributed(dense as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: timeDistributed: expects a layer, got a function
        fix: timeDistributed(dense(10))]
    `);
    expect(() =>
      timeDistributed(lstm(2, { returnState: true }))(input([2, 3, 4]) as never),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: timeDistributed: lstm(2) gives a list, expects one result]`,
    );
  });
});

describe('wrappers', () => {
  it('name and freeze the parameters of the layers inside', () => {
    const both = bidirectional(simpleRnn(2, { useBias: false }), { name: 'both' });
    using net = sequential({ input: [3, 2] }, both);
    expect(both.namedParameters.map(([name]) => name)).toEqual([
      'both/forward_simpleRnn/kernel',
      'both/forward_simpleRnn/recurrentKernel',
      'both/backward_simpleRnn/kernel',
      'both/backward_simpleRnn/recurrentKernel',
    ]);
    both.trainable = false;
    expect(net.trainableParameters).toEqual([]);
    expect(bidirectional(lstm(2), { trainable: false }).trainable).toBe(false);
  });

  it('start with other numbers each', () => {
    using net = sequential({ input: [2, 3] }, timeDistributed(dense(3)), timeDistributed(dense(3)));
    expect(net.parameters[0]?.value.arraySync()).not.toEqual(net.parameters[2]?.value.arraySync());
  });

  it('share the parameters of a model at every step', () => {
    using cnn = sequential({ input: [4, 4, 1] }, conv2d({ filters: 2, kernelSize: 3 }));
    using net = sequential({ input: [2, 4, 4, 1] }, timeDistributed(cnn), timeDistributed(dropout(0.5)));
    expect(net.parameters).toEqual(cnn.parameters);
    scope(() => {
      const x = normal(new Rng(1), [1, 4, 4, 1]);
      const twice = tile(x.reshape([1, 1, 4, 4, 1]), [1, 2, 1, 1, 1]);
      expect([
        ...net
          .call(twice as never)
          .dataSync()
          .subarray(8),
      ]).toEqual([...cnn.call(x).dataSync()]);
    });
  });
});

describe('multiHeadAttention', () => {
  const x = input([3, 4]);

  it('looks at no later place when it is causal', () => {
    using net = model(x, multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true })([x, x]));
    scope(() => {
      const given = normal(new Rng(4), [1, 3, 4]);
      const changed = given.add(tensor([[[0], [0], [1]]]));
      const [before, after] = [given, changed].map((each) => net.call(each as never).dataSync());
      expect([...(before as Float32Array).subarray(0, 8)]).toEqual([
        ...(after as Float32Array).subarray(0, 8),
      ]);
      expect([...(before as Float32Array).subarray(8)]).not.toEqual([...(after as Float32Array).subarray(8)]);
    });
  });

  it('drops weights while training only', () => {
    using net = model(x, multiHeadAttention({ numHeads: 2, keyDim: 2, dropout: 0.5 })([x, x]));
    scope(() => {
      const given = normal(new Rng(4), [1, 3, 4]);
      const call = (training: boolean) => net.call(given, { training, rng: new Rng(1) }).arraySync();
      expect(call(false)).toEqual(call(false));
      expect(call(true)).not.toEqual(call(false));
    });
  });

  it('takes scores of any size', () => {
    using net = model(x, multiHeadAttention({ numHeads: 1, keyDim: 2 })([x, x]));
    scope(() => {
      const y = net.call(ones([1, 3, 4]).mul(1e15) as never).dataSync();
      expect([...y].every(Number.isFinite)).toBe(true);
      expect(net.call(zeros([0, 3, 4])).shape).toEqual([0, 3, 4]);
    });
  });

  it('says what is wrong', () => {
    const attend = multiHeadAttention({ numHeads: 2, keyDim: 2 });
    expect(() => attend([x] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: multiHeadAttention: expects [query, value] or [query, value, key], each [...places, features], got [3, 4]
        fix: of one sequence: multiHeadAttention(options)([x, x])]
    `);
    expect(() => attend([x, x, input([2, 4])])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: multiHeadAttention: value is [3, 4], key is [2, 4]; they may differ along the last axis only]`,
    );
    expect(() => multiHeadAttention({ numHeads: 0, keyDim: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: multiHeadAttention: numHeads must be a whole number >= 1, got 0]`,
    );
    expect(() =>
      multiHeadAttention({ numHeads: 1, keyDim: 2, dropout: -1 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: multiHeadAttention: dropout: rate must lie in [0, 1), got -1]`,
    );
    expect(() =>
      multiHeadAttention({ numHeads: 1, keyDim: 2, outputShape: 1.5 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: multiHeadAttention: outputShape must be a whole number >= 1, got 1.5]`,
    );
  });
});
