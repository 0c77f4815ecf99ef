import { exp, log, scope, softmax, sum, swish, type Tensor, tanhShrink, tensor } from '@descent/core';
import { expectClose, type GoldenTensor, goldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { type ActivationName, activation, activations, dense, sequential } from '../index.js';

/** Activations of others, by our names. */
const alike: Partial<Record<ActivationName, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  silu: swish,
  exponential: exp,
  softmax: (x) => exp(x).div(sum(exp(x), -1, { keepDims: true })) as Tensor,
  logSoftmax: (x) => log(softmax(x)),
};

const goldens = ['activations', 'more-activations'].flatMap((file) => readGolden(file).cases);

describe('activation by name', () => {
  it.each(Object.keys(activations) as ActivationName[])('%s', (name) => {
    scope(() => {
      const golden = goldens.find(({ op }) => op === name);
      const x = golden
        ? goldenTensor(golden.inputs.x as GoldenTensor)
        : tensor([
            [-2, 0.5, 1],
            [3, -0.25, 0],
          ]);
      using net = sequential({ input: x.shape.slice(1) }, activation(name));
      const y = net.call(x as Tensor).dataSync();
      const expected = golden
        ? (golden.outputs.y as GoldenTensor).values
        : alike[name]?.(x as Tensor).dataSync();
      expectClose(y, expected as ArrayLike<number>);
    });
  });

  it('or any function of core', () => {
    using net = sequential({ input: [3] }, dense(2, { activation: tanhShrink }), activation(tanhShrink));
    expect(net.layers.map(({ label }) => label)).toEqual(['dense(2)', 'activation(tanhShrink)']);
    expect(net.layers[0]?.config.activation).toBe(tanhShrink);
    scope(() => {
      const x = tensor([[1, 2, 3]]);
      const product = x.matmul(net.parameters[0]?.value as Tensor) as Tensor;
      expectClose(net.call(x).dataSync(), tanhShrink(tanhShrink(product)).dataSync());
    });
  });

  it('is refused where there is none of it', () => {
    expect(() => activation('celu' as ActivationName)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: activation: unknown activation 'celu'
        fix: use one of linear, relu, relu6, leakyRelu, elu, selu, gelu, softplus, sigmoid, tanh, swish, silu, mish, softsign, hardSigmoid, hardSilu, exponential, logSoftmax, softmax, or a function of a tensor]
    `);
  });
});
