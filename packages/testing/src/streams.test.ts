import {
  categorical,
  normal,
  ones,
  Rng,
  range,
  scope,
  shuffle,
  type Tensor,
  tensor,
  truncatedNormal,
} from '@descent/core';
import * as layers from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { type Callback, fit, sgd } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import { type GoldenTensor, readGolden } from './golden.js';
import { onEachBackend } from './on-each-backend.js';

const golden = readGolden<{ readonly logits: readonly (readonly number[])[] }>('streams');

/** What a layer gives for ones while training. */
const drawn = (layer: layers.AnyLayer) => (rng: Rng) => {
  using model = layers.sequential({ input: [2, 2] }, layer as never) as unknown as layers.Model;
  return model.call(ones([2, 2, 2]) as Tensor, { training: true, rng });
};
const initial = (initializer: layers.Initializer) => (rng: Rng) => initializer([3, 4], rng);

/** The goldens' names are our code. */
const draws: Readonly<Record<string, (rng: Rng) => Tensor | ArrayLike<number>>> = {
  'rng.uniform([5])': (rng) => rng.uniform([5]),
  'rng.uniform([3], -1, 2)': (rng) => rng.uniform([3], -1, 2),
  'rng.bernoulli([9], 0.3)': (rng) => rng.bernoulli([9], 0.3),
  'normal(rng, [5])': (rng) => normal(rng, [5]),
  'normal(rng, [4], 3, 0.5)': (rng) => normal(rng, [4], 3, 0.5),
  'truncatedNormal(rng, [5])': (rng) => truncatedNormal(rng, [5]),
  'categorical(rng, logits, 6)': (rng) => categorical(rng, tensor(golden.logits as never), 6),
  'shuffle(rng, range(0, 9))': (rng) => shuffle(rng, range(0, 9)),
  'rng.uniformArray(5)': (rng) => rng.uniformArray(5),
  'rng.normalArray(5)': (rng) => rng.normalArray(5),
  'rng.permutation(9)': (rng) => rng.permutation(9),
  "rng.split('dense/kernel').uniformArray(3)": (rng) => rng.split('dense/kernel').uniformArray(3),
  "rng.split('größe').uniformArray(3)": (rng) => rng.split('größe').uniformArray(3),
  'rng.split(7).split(2 ** 40).uniformArray(3)': (rng) =>
    rng
      .split(7)
      .split(2 ** 40)
      .uniformArray(3),
  'dropout(0.3)': drawn(layers.dropout(0.3)),
  'spatialDropout1d(0.5)': drawn(layers.spatialDropout1d(0.5)),
  'gaussianNoise(0.5)': drawn(layers.gaussianNoise(0.5)),
  'gaussianDropout(0.5)': drawn(layers.gaussianDropout(0.5)),
  'alphaDropout(0.5)': drawn(layers.alphaDropout(0.5)),
  glorotUniform: initial(layers.initializers.glorotUniform),
  glorotNormal: initial(layers.initializers.glorotNormal),
  heUniform: initial(layers.initializers.heUniform),
  heNormal: initial(layers.initializers.heNormal),
  lecunUniform: initial(layers.initializers.lecunUniform),
  lecunNormal: initial(layers.initializers.lecunNormal),
  'orthogonal()': initial(layers.orthogonal()),
  'randomNormal()': initial(layers.randomNormal()),
  'randomUniform()': initial(layers.randomUniform()),
  'truncatedNormal()': initial(layers.truncatedNormal()),
  'varianceScaling()': initial(layers.varianceScaling()),
};
/** Bits of a stream, which nothing rounds. */
const isExact = /^(rng\.(uniform\(\[5|bernoulli|permutation)|categorical|shuffle|fit)/;

/** Draws of float32 numbers round by the last places of logarithms and cosines. */
const rounding = { absolute: 2e-6, relative: 2e-6 };

function expectDrawn(name: string, found: ArrayLike<number>, expected: GoldenTensor | undefined): void {
  if (isExact.test(name)) expect(Array.from(found, Math.fround)).toEqual(expected?.values.map(Math.fround));
  else expectClose(found, expected?.values as number[], rounding);
}

describe('what a seed gives never changes', () => {
  onEachBackend(() => {
    const rows = golden.cases.map((row) => [row.name, row.attrs?.seed as number, row.outputs] as const);

    it('there is a draw for each golden, and a golden for each draw', () => {
      const names = [...Object.keys(draws), 'sequential({ input: [3], seed }, dense(4))', 'fit'];
      expect(names).toEqual([...new Set(rows.map(([name]) => name))]);
    });

    it.each(rows.filter(([name]) => draws[name]))('%s of seed %i', (name, seed, { first, second }) => {
      const rng = new Rng(seed);
      for (const expected of [first, second]) {
        scope(() => {
          const values = draws[name]?.(rng) as Tensor | ArrayLike<number>;
          expectDrawn(name, 'dataSync' in values ? values.dataSync() : values, expected);
        });
      }
      rng.dispose();
    });

    it.each(rows.filter(([name]) => name.startsWith('sequential')))('%s: %i', (name, seed, { first }) => {
      using model = layers.sequential({ input: [3], seed }, layers.dense(4));
      expectDrawn(name, model.parameters[0]?.value.dataSync() as Float32Array, first);
    });

    it.each(rows.filter(([name]) => name === 'fit'))(
      'order of examples in %s of seed %i',
      async (name, seed, orders) => {
        using model = layers.sequential({ input: [1] }, layers.dense(1, { kernelInitializer: 'zeros' }));
        const places = Array.from({ length: 9 }, (_, i) => [i]);
        const order: number[] = [];
        const optimizer = sgd({ learningRate: 0 });
        let sum = 0;
        const callback: Callback = {
          onEpochBegin() {
            sum = 0;
          },
          // The model says 0 and learns nothing: the loss of an example is the square of its place.
          onBatchEnd(_position, { loss }) {
            const before = sum;
            sum = (loss as number) * ((order.length % 9) + 1);
            order.push(Math.round(Math.sqrt(sum - before)));
          },
        };
        await fit(
          model as unknown as layers.Model,
          { x: places, y: places },
          {
            loss: meanSquaredError,
            optimizer,
            seed,
            batchSize: 1,
            epochs: 2,
            progress: 'none',
            callbacks: [callback],
          },
        );
        optimizer.dispose();
        expectDrawn(name, order.slice(0, 9), orders.first);
        expectDrawn(name, order.slice(9), orders.second);
      },
    );
  });
});
