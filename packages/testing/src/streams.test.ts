import { Rng, scope, type Tensor } from '@descent/core';
import * as layers from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { type Callback, fit, sgd } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import type { GoldenTensor } from './golden.js';
import { onEachBackend } from './on-each-backend.js';
import { draws, isExactDraw, streamGolden } from './stream-draws.js';

/** Draws of float32 numbers round by the last places of logarithms and cosines. */
const rounding = { absolute: 2e-6, relative: 2e-6 };

function expectDrawn(name: string, found: ArrayLike<number>, expected: GoldenTensor | undefined): void {
  if (isExactDraw.test(name))
    expect(Array.from(found, Math.fround)).toEqual(expected?.values.map(Math.fround));
  else expectClose(found, expected?.values as number[], rounding);
}

describe('what a seed gives never changes', () => {
  onEachBackend(() => {
    const rows = streamGolden.cases.map((row) => [row.name, row.attrs?.seed as number, row.outputs] as const);

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
