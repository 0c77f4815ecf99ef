import { currentBackend, scope, type Tensor, tensor } from '@descent/core';
import { fromNamedArrays } from '@descent/datasets';
import { concatenate, dense, input, model, outputNames } from '@descent/layers';
import {
  accuracy,
  confusionMatrix,
  crossEntropyFromLogits,
  meanAbsoluteError,
  meanSquaredError,
} from '@descent/losses';
import { expectClose, type GoldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { earlyStopping, evaluate, fit, predict, sgd } from './index.js';

const { inputs, outputs } = readGolden('several').cases[0] as ReturnType<typeof readGolden>['cases'][0];
const valuesOf = (name: string): number[] => [...(inputs[name] as GoldenTensor).values];
const rows = (name: string): number[][] => {
  const [count = 0, size = 1] = (inputs[name] as GoldenTensor).shape;
  return Array.from({ length: count }, (_, i) => valuesOf(name).slice(i * size, (i + 1) * size));
};
const labels = (name: string): Int32Array => Int32Array.from(valuesOf(name));

const x = { age: rows('age'), side: rows('side') };
const y = { price: rows('price'), kind: labels('kind') };
const other = {
  x: { age: rows('other_age'), side: rows('other_side') },
  y: { price: rows('other_price'), kind: labels('other_kind') },
};
const losses = { price: meanSquaredError, kind: crossEntropyFromLogits };
const metrics = { price: { meanAbsoluteError }, kind: { accuracy } };
const shared = { batchSize: 4, epochs: 3, shuffle: false, progress: 'none' } as const;

/** The golden's net, with its weights. */
function net() {
  const [age, side] = [input([3], { name: 'age' }), input([2], { name: 'side' })];
  const hidden = dense(4, { activation: 'tanh' })(concatenate()([age, side]));
  const made = model([age, side], [dense(1, { name: 'price' })(hidden), dense(3, { name: 'kind' })(hidden)]);
  made.parameters.forEach((parameter, i) => {
    parameter.reset(Float32Array.from(valuesOf(`w${i}`)));
  });
  return made;
}

describe('a model of two inputs and two outputs', () => {
  onEachBackend(() => {
    it('trains as in Keras: the losses of the outputs, their weights, metrics, validation', async () => {
      using made = net();
      const { epochs } = await fit(
        made,
        { x, y },
        {
          ...shared,
          loss: losses,
          lossWeights: { price: 0.5, kind: 2 },
          metrics,
          optimizer: sgd({ learningRate: 0.1 }),
          validation: other,
        },
      );
      const names = ['loss', 'price_loss', 'kind_loss', 'price_meanAbsoluteError', 'kind_accuracy'];
      const validated = names.map((name) => `validation${name[0]?.toUpperCase()}${name.slice(1)}`);
      expect(Object.keys(epochs[0] ?? {})).toEqual([...names, ...validated]);
      names.forEach((name, k) => {
        for (const [own, theirs] of [
          [name, name],
          [validated[k] as string, `val_${name}`],
        ] as const) {
          const expected = (outputs[theirs] as GoldenTensor).values;
          expectClose(
            epochs.map((logs) => logs[own] as number),
            expected,
            { absolute: 1e-6, relative: 1e-5 },
          );
        }
      });
      made.parameters.forEach((parameter, i) => {
        const found = scope(() => [...parameter.value.dataSync()]);
        expectClose(found, (outputs[`w${i}After`] as GoldenTensor).values, { absolute: 1e-6 });
      });
    });

    it('takes lists in its order and a dataset as well as names, to the same bits', async () => {
      const optimizer = { optimizer: sgd({ learningRate: 0.1 }) };
      const named = {
        ...shared,
        ...optimizer,
        loss: losses,
        lossWeights: { kind: 2 },
        metrics,
        shuffle: true,
      };
      const listed = {
        ...named,
        loss: [losses.price, losses.kind],
        lossWeights: [1, 2],
        metrics: [metrics.price, metrics.kind],
      } as const;
      const flat = {
        x: [Float32Array.from(x.age.flat()), tensor(x.side) as Tensor],
        inputShape: { age: [3], side: [2] },
        y: [y.price, y.kind],
      };
      const runs = [];
      for (const [data, options] of [
        [{ x, y }, named],
        [flat, listed],
        [fromNamedArrays({ x, y }), listed],
      ] as const) {
        using made = net();
        const { epochs } = await fit(made, data, options);
        runs.push(epochs);
      }
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[2]).toEqual(runs[0]);
    });

    it('is evaluated and predicts, in batches that have no effect', async () => {
      using made = net();
      const all = { loss: losses, metrics: { kind: { accuracy, confusion: confusionMatrix() } } };
      const one = await evaluate(made, { x, y }, { ...all, batchSize: 10 });
      const some = await evaluate(made, { x, y }, { ...all, batchSize: 3 });
      expect(some.loss).toBeCloseTo(one.loss, 5);
      expect(some.kind_confusion).toEqual(one.kind_confusion);
      expect(one.loss).toBeCloseTo((one.price_loss as number) + (one.kind_loss as number), 5);
      const [price, kind] = await predict(made, { x: [x.age, x.side] }, { batchSize: 3 });
      expect([price.shape, kind.shape]).toEqual([
        [10, 1],
        [10, 3],
      ]);
      using age = tensor(x.age);
      using side = tensor(x.side);
      const expected = made.predict([age, side] as never) as readonly Tensor[];
      expectClose(price.dataSync(), expected[0]?.dataSync() as Float32Array, { absolute: 1e-6 });
      expectClose(kind.dataSync(), expected[1]?.dataSync() as Float32Array, { absolute: 1e-6 });
      for (const each of [price, kind, ...expected]) each.dispose();
    });

    it('holds out a share, weighs examples, stops early, and leaves no memory behind', async () => {
      const before = currentBackend().memory();
      const made = net();
      const optimizer = sgd({ learningRate: 0.1 });
      const { epochs } = await fit(
        made,
        { x, y, weights: [1, 1, 0, 2, 1, 1, 1, 1, 1, 1] },
        {
          ...shared,
          loss: losses,
          optimizer,
          validationSplit: 0.3,
          callbacks: [earlyStopping({ monitor: 'validationKind_loss', patience: 3 })],
        },
      );
      expect(epochs[0]?.validationPrice_loss).toBeGreaterThan(0);
      made.dispose();
      optimizer.dispose();
      expect(currentBackend().memory()).toEqual(before);
    });
  });
});

describe('what does not fit a model of several inputs and outputs', () => {
  const right = { ...shared, loss: losses, optimizer: sgd() };
  it.each<readonly [string, object, object, string]>([
    ['too few losses', { x, y }, { loss: [meanSquaredError] }, 'fit: loss has 1, the model has 2 outputs'],
    ['one loss', { x, y }, { loss: meanSquaredError }, 'fit: loss is a function, the model has 2 outputs'],
    [
      'a loss of no output',
      { x, y },
      { loss: { ...losses, size: meanSquaredError } },
      "fit: loss names 'size'",
    ],
    [
      'an output without loss',
      { x, y },
      { loss: { price: meanSquaredError } },
      "fit: loss has none for the output 'kind'",
    ],
    ['no function', { x, y }, { loss: [1, 2] }, "fit: the loss of 'price' must be a function, got 1"],
    [
      'a weight below 0',
      { x, y },
      { lossWeights: { kind: -1 } },
      "fit: the lossWeight of 'kind' must be a finite number >= 0, got -1",
    ],
    ['weights of no output', { x, y }, { lossWeights: { age: 1 } }, "fit: lossWeights names 'age'"],
    ['metrics of no output', { x, y }, { metrics: { accuracy } }, "fit: metrics names 'accuracy'"],
    [
      'no metric',
      { x, y },
      { metrics: { kind: { accuracy: 1 } } },
      "fit: metric 'accuracy' must be a metric, got 1",
    ],
    ['class weights', { x, y }, { classWeights: { 0: 2 } }, 'fit: classWeights need one output'],
    ['too few inputs', { x: [x.age], y }, {}, 'fit: x has 1, the model has 2 inputs'],
    ['an input that is missing', { x: { age: x.age }, y }, {}, "fit: x has none for the input 'side'"],
    ['an input of another name', { x: { ...x, sides: x.side }, y }, {}, "fit: x names 'sides'"],
    ['a target that is missing', { x, y: { kind: y.kind } }, {}, "fit: y has none for the output 'price'"],
    ['no targets', { x }, {}, 'fit: y of the data has 1, the model has 2 outputs'],
    [
      'unequal counts',
      { x: { ...x, side: x.side.slice(1) }, y },
      {},
      'fromNamedArrays: x.age holds 10 examples, x.side holds 9',
    ],
    [
      'another shape',
      { x: { age: x.side, side: x.side }, y },
      {},
      "fit: inputs 'age' are [2] each, the model expects [3]",
    ],
    [
      'a label too large',
      { x, y: { ...y, kind: y.kind.map((k) => k + 1) } },
      {},
      "fit: targets 'kind': label 3 of example",
    ],
  ])('%s is refused', async (_name, data, options, message) => {
    using made = net();
    await expect(fit(made, data as never, { ...right, ...options } as never)).rejects.toThrow(message);
  });

  it('errors name what there is', async () => {
    using made = net();
    await expect(
      fit(made, { x, y }, { ...right, loss: { price: meanSquaredError } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: loss has none for the output 'kind'
        fix: give one for each output, in this order or by these names: price, kind]
    `);
    await expect(
      fit(made, { x: { ...x, sides: x.side }, y }, right),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: x names 'sides', which is no input of the model
        fix: give one for each input, in this order or by these names: age, side]
    `);
  });
});

it('outputs of one name are told apart, a list of one is a list, and one input needs no name', async () => {
  const x0 = input([2]);
  const layer = dense(1, { name: 'out' });
  using twice = model(x0, [layer(x0), layer(x0)]);
  expect(outputNames(twice)).toEqual(['out', 'out_1']);
  const data = { x: [[1, 2]], y: [[[1]], [[2]]] };
  const options = { loss: [meanSquaredError, meanSquaredError], optimizer: sgd(), progress: 'none' } as const;
  const { epochs } = await fit(twice, data, options);
  expect(Object.keys(epochs[0] ?? {})).toEqual(['loss', 'out_loss', 'out_1_loss']);
  using single = model([x0], [dense(1, { name: 'only' })(x0)]);
  const one = await fit(
    single,
    { x: [[1, 2]], y: { only: [[1]] } },
    { ...options, loss: [meanSquaredError] },
  );
  expect(Object.keys(one.epochs[0] ?? {})).toEqual(['loss', 'only_loss']);
  const [result] = await predict(single, [[1, 2]]);
  expect(result?.shape).toEqual([1, 1]);
  result?.dispose();
});
