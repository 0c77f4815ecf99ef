import {
  currentBackend,
  referenceBackend,
  type Tensor,
  tensor,
  useBackend,
  variableGradients,
} from '@descent/core';
import { add, dense, dropout, input, model, sequential } from '@descent/layers';
import { crossEntropyFromLogits, meanSquaredError } from '@descent/losses';
import { expectClose, onEachBackend, withoutBlocking } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { denseNet, goldenInput, goldenValues, imageLabels, imageNet } from './golden-nets.js';
import { type BackpropLayer, backprop } from './index.js';

const tolerance = { absolute: 1e-6, relative: 1e-5 };

onEachBackend(() => {
  describe('backprop', () => {
    it('of a dense net has the numbers of PyTorch: in, a, δ, gradients, and the weights after one step of SGD', async () => {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      const expected = (name: string): readonly number[] => goldenValues('dense net', name);
      const { loss, layers, outputs } = await backprop(net, x, y, {
        loss: meanSquaredError,
        learningRate: 0.5,
      });
      expectClose([loss], expected('loss'), tolerance);
      expectClose(outputs[0]?.values as Float32Array, expected('a1'), tolerance);
      layers.forEach((layer, i) => {
        const close = (found: { readonly values: Float32Array } | undefined, name: string): void =>
          expectClose(found?.values as Float32Array, expected(name), tolerance, name);
        close(layer.preActivation, `in${i}`);
        close(layer.activation, `a${i}`);
        close(layer.error, `d a${i}`);
        close(layer.delta, `d in${i}`);
        layer.parameters.forEach(({ gradient, next }, k) => {
          const name = `${k === 0 ? 'w' : 'b'}${i}`;
          expectClose(gradient, expected(`d ${name}`), tolerance, `d ${name}`);
          expectClose(next, expected(`next ${name}`), tolerance, `next ${name}`);
        });
      });
      expect(layers.map(({ name, parameters }) => [name, parameters.map((each) => each.name)])).toEqual([
        ['dense', ['dense/kernel', 'dense/bias']],
        ['dense_1', ['dense_1/kernel', 'dense_1/bias']],
      ]);
    });

    it('of an image net has the numbers of PyTorch', async () => {
      using net = imageNet();
      using x = goldenInput('image net', 'x');
      using y = imageLabels();
      const { loss, layers } = await backprop(net, x, y, { loss: crossEntropyFromLogits });
      const expected = (name: string): readonly number[] => goldenValues('image net', name);
      expectClose([loss], expected('loss'), tolerance);
      const [first, second, pool, , last] = layers as readonly [
        BackpropLayer,
        BackpropLayer,
        BackpropLayer,
        BackpropLayer,
        BackpropLayer,
      ];
      for (const [i, layer] of [first, second, last].entries()) {
        expectClose(layer.preActivation?.values as Float32Array, expected(`in${i}`), tolerance);
        expectClose(layer.delta?.values as Float32Array, expected(`d in${i}`), tolerance);
        expectClose(layer.parameters[0]?.gradient as Float32Array, expected(`d w${i}`), tolerance);
        expectClose(layer.parameters[1]?.gradient as Float32Array, expected(`d b${i}`), tolerance);
      }
      expectClose(pool.activation.values, expected('pooled'), tolerance);
      expectClose(pool.error.values, expected('d pooled'), tolerance);
      expect(pool.preActivation).toBeUndefined();
      expect(pool.delta).toBeUndefined();
    });

    it('follows the formulas of the lecture: δ = error·g′(in), error = Σ w·δ, Δw = −η·δ·o', async () => {
      using net = denseNet();
      using x = tensor([[0.3, -0.8]]);
      using y = tensor([[1, 0]]);
      const η = 0.25;
      const { layers } = await backprop(net, x, y, { loss: meanSquaredError, learningRate: η });
      const [hidden, output] = layers as readonly [BackpropLayer, BackpropLayer];
      const numbers = (found: { readonly values: Float32Array } | undefined): number[] => [
        ...(found?.values ?? []),
      ];
      const a = numbers(output.activation);
      // The mean over two units of (y − a)²: its slope is −2 (y − a) / 2.
      const error = [1, 0].map((target, k) => -(target - (a[k] as number)));
      expectClose(numbers(output.error), error, tolerance);
      const delta = error.map((each, k) => each * (a[k] as number) * (1 - (a[k] as number)));
      expectClose(numbers(output.delta), delta, tolerance);
      const w = output.parameters[0]?.value as Float32Array;
      const carried = [0, 1, 2].map((j) =>
        delta.reduce((sum, d, k) => sum + (w[j * 2 + k] as number) * d, 0),
      );
      expectClose(numbers(hidden.error), carried, tolerance);
      const o = numbers(hidden.activation);
      const hiddenDelta = carried.map((each, j) => each * (1 - (o[j] as number) ** 2));
      expectClose(numbers(hidden.delta), hiddenDelta, tolerance);
      expectClose(
        numbers(hidden.slope),
        o.map((each) => 1 - each ** 2),
        tolerance,
      );
      expectClose(
        output.parameters[0]?.update as Float32Array,
        o.flatMap((each) => delta.map((d) => -η * d * each)),
        tolerance,
      );
      expectClose(
        output.parameters[1]?.update as Float32Array,
        delta.map((d) => -η * d),
        tolerance,
      );
    });

    it('changes nothing, and leaves no tensor behind, after an error neither', async () => {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      const weights = () => net.parameters.map(({ value }) => [...value.dataSync()]);
      const before = weights();
      await backprop(net, x, y, { loss: meanSquaredError });
      const { buffers } = currentBackend().memory();
      await backprop(net, x, y, { loss: meanSquaredError });
      const failing = (): never => {
        throw new Error('no loss today');
      };
      await expect(backprop(net, x, y, { loss: failing })).rejects.toThrow('no loss today');
      expect(currentBackend().memory().buffers).toBe(buffers);
      expect(weights()).toEqual(before);
    });
  });
});

describe('backprop', () => {
  it('equals autograd for a model with a shortcut, a layer used twice, a nested one and dropout', async () => {
    const given = input([3]);
    const shared = dense(3, { activation: 'tanh', name: 'shared' });
    const inner = sequential(
      { input: [3], name: 'inner' },
      dense(3, { activation: 'softmax' }),
      dropout(0.5),
    );
    const sum = add()([inner(shared(shared(given))), given]);
    using net = model(given, dense(2)(sum), { seed: 3 });
    using x = tensor([
      [0.1, -0.4, 0.9],
      [1, 0.2, -0.3],
    ]);
    using y = tensor([
      [1, 0],
      [0, 1],
    ]);
    const { layers } = await backprop(net, x, y, { loss: meanSquaredError });
    expect(layers.map(({ name }) => name)).toEqual([
      'shared',
      'shared',
      'inner/dense',
      'inner/dropout',
      'add',
      'dense',
    ]);
    const { value, gradients } = variableGradients(
      () => meanSquaredError(net.call(x), y),
      net.trainableParameters,
    );
    const found = layers.flatMap(({ parameters }) => parameters);
    net.namedParameters.forEach(([name], i) => {
      const own = found.find((each) => each.name === name);
      expectClose(own?.gradient as Float32Array, gradients[i]?.dataSync() as Float32Array, tolerance, name);
    });
    // A softmax mixes its units: there is no slope of one of them, δ is there all the same.
    expect(layers[2]?.slope).toBeUndefined();
    expect(layers[2]?.delta?.values.some((each) => each !== 0)).toBe(true);
    expect(layers[4]?.inputs).toHaveLength(2);
    for (const each of [value, ...gradients]) each.dispose();
  });

  it('knows g′ of an activation function of the user’s where it works on every value by itself', async () => {
    const cube = (x: Tensor) => x.mul(x).mul(x);
    const share = (x: Tensor) => x.div(x.square().sum(-1, { keepDims: true }));
    using net = sequential(
      { input: [2], seed: 1 },
      dense(2, { activation: cube }),
      dense(2, { activation: share }),
    );
    using x = tensor([[0.5, -0.7]]);
    using y = tensor([[1, 0]]);
    const { layers } = await backprop(net, x, y, { loss: meanSquaredError });
    const [z] = layers.map(({ preActivation }) => preActivation?.values as Float32Array);
    expectClose(
      layers[0]?.slope?.values as Float32Array,
      [...(z as Float32Array)].map((each) => 3 * each ** 2),
    );
    expect(layers[1]?.slope).toBeUndefined();
  });

  it('works on a device that cannot block', async () => {
    const previous = currentBackend();
    await useBackend(withoutBlocking(referenceBackend()));
    try {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      const { loss } = await backprop(net, x, y, { loss: meanSquaredError });
      expectClose([loss], goldenValues('dense net', 'loss'));
    } finally {
      await useBackend(previous);
    }
  });

  it('says what is wrong with what it is given', async () => {
    using net = denseNet();
    using x = tensor([[1, 2]]);
    using row = tensor([1, 2]);
    using none = tensor(new Float32Array(0), [0, 2]);
    const loss = meanSquaredError;
    const problem = (run: Promise<unknown>): Promise<string> =>
      run.then(
        () => 'nothing',
        (error) => `${error.code} ${error.message}`,
      );
    expect(await problem(backprop(dense(2) as never, x, x, { loss }))).toMatchInlineSnapshot(`
      "E_VALUE backprop: expects a model, got a function
        fix: make one: sequential({ input: [2] }, dense(1))"
    `);
    expect(await problem(backprop(net, row, x, { loss }))).toMatchInlineSnapshot(`
      "E_SHAPE backprop: expects [batch, 2], got [2]
        fix: a batch of one: x.reshape([1, 2])"
    `);
    expect(await problem(backprop(net, none, x, { loss }))).toMatchInlineSnapshot(
      `"E_SHAPE backprop: expects at least one example, got [0, 2]"`,
    );
    expect(await problem(backprop(net, [[1, 2]] as never, x, { loss }))).toMatchInlineSnapshot(`
      "E_DTYPE backprop: expects a tensor, got an array of 1
        fix: wrap it: tensor(…)"
    `);
    expect(await problem(backprop(net, x, x, {} as never))).toMatchInlineSnapshot(`
      "E_VALUE backprop: loss must be a function of predictions and targets, got undefined
        fix: loss: meanSquaredError, from @descent/losses"
    `);
    expect(await problem(backprop(net, x, x, { loss, rate: 1 } as never))).toMatchInlineSnapshot(`
      "E_VALUE backprop: no option is called 'rate'
        fix: give an object with any of loss, learningRate"
    `);
    for (const learningRate of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(backprop(net, x, x, { loss, learningRate })).rejects.toMatchObject({ code: 'E_VALUE' });
    }
    expect(await problem(backprop(net, x, x, { loss, learningRate: '1' as never }))).toMatchInlineSnapshot(
      `"E_VALUE backprop: learningRate must be a finite number ≥ 0, got '1'"`,
    );
  });
});
