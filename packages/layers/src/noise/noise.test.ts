import { grad, ones, Rng, scope, type Tensor, tensor } from '@descent/core';
import { onEachBackend } from '@descent/testing';
import { expect, it } from 'vitest';
import {
  type AnyLayer,
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  type Model,
  sequential,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
} from '../index.js';

/** Every layer that changes values at random, by the strength of the change, with the shape of an example. */
const noises: Readonly<Record<string, readonly [make: (strength: number) => AnyLayer, shape: number[]]>> = {
  dropout: [dropout, [6]],
  spatialDropout1d: [spatialDropout1d, [3, 2]],
  spatialDropout2d: [spatialDropout2d, [1, 3, 2]],
  spatialDropout3d: [spatialDropout3d, [1, 1, 3, 2]],
  gaussianNoise: [gaussianNoise, [6]],
  gaussianDropout: [gaussianDropout, [6]],
  alphaDropout: [alphaDropout, [6]],
};

function modelOf(layer: AnyLayer, shape: readonly number[]): Model {
  return sequential({ input: shape }, layer as never) as unknown as Model;
}

/** What a layer makes of an example while training. */
function trained(layer: AnyLayer, values: Float32Array): Float32Array {
  using model = modelOf(layer, [values.length]);
  return scope(() => {
    const x = tensor(values, [1, values.length]) as Tensor;
    return model
      .call(x, { training: true, rng: new Rng(1) })
      .dataSync()
      .slice() as Float32Array;
  });
}

const mean = (values: Float32Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const variance = (values: Float32Array): number => {
  const middle = mean(values);
  return values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / values.length;
};
const share = (values: Float32Array, holds: (v: number) => boolean): number =>
  values.filter(holds).length / values.length;

/** So many draws that a mean of numbers with deviation 1 is off by 0.01, six deviations of its own, never. */
const many = 400_000;

onEachBackend(() => {
  it.each(Object.entries(noises))(
    '%s does nothing outside of training, to the bit',
    (_name, [make, shape]) => {
      using model = modelOf(make(0.5), shape);
      const values = Float32Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY, 3e38, -1e-38, 0.1);
      scope(() => {
        const x = tensor(values, [1, ...shape]) as Tensor;
        expect(model.call(x).dataSync()).toEqual(values);
        expect(model.predict(x).dataSync()).toEqual(values);
      });
    },
  );

  it.each(Object.entries(noises))('%s of strength 0 does nothing in training', (_name, [make, shape]) => {
    using model = modelOf(make(0), shape);
    scope(() => {
      const x = tensor(Float32Array.of(1, -2, -0, 4, 5e30, 6e-30), [1, ...shape]) as Tensor;
      expect(model.call(x, { training: true, rng: new Rng(0) }).dataSync()).toEqual(x.dataSync());
    });
  });

  it.each(Object.entries(noises))('%s draws anew at each call', (_name, [make, shape]) => {
    using model = modelOf(make(0.5), shape);
    scope(() => {
      const rng = new Rng(0);
      const call = () => model.call(ones([50, ...shape]) as Tensor, { training: true, rng }).dataSync();
      expect(call()).not.toEqual(call());
    });
  });

  it.each([0.1, 0.5, 0.9])('dropout(%f) drops that share, and keeps the mean', (rate) => {
    const y = trained(dropout(rate), new Float32Array(many).fill(1));
    expect(Math.abs(share(y, (v) => v === 0) - rate)).toBeLessThan(0.01);
    expect(Math.abs(mean(y) - 1)).toBeLessThan(0.01 * Math.sqrt(rate / (1 - rate)));
    expect(new Set(y).size).toBe(2);
  });

  it('dropout has the gradient of what it kept', () => {
    using model = modelOf(dropout(0.4), [100]);
    const train = (x: Tensor) => model.call(x, { training: true, rng: new Rng(2) });
    scope(() => {
      const x = ones([1, 100]) as Tensor;
      expect(grad((each: Tensor) => train(each).sum())(x).dataSync()).toEqual(train(x).dataSync());
    });
  });

  it.each([
    ['spatialDropout1d', spatialDropout1d, [5, 20]],
    ['spatialDropout2d', spatialDropout2d, [2, 3, 20]],
    ['spatialDropout3d', spatialDropout3d, [2, 1, 3, 20]],
  ] as const)('%s drops whole channels of an example', (_name, make, shape) => {
    using model = modelOf(make(0.5), shape);
    scope(() => {
      const x = ones([200, ...shape]) as Tensor;
      const y = model.call(x, { training: true, rng: new Rng(0) }).reshape([200, -1, 20]);
      const [least, most] = [y.min(1), y.max(1)].map((each) => each.dataSync() as Float32Array);
      expect(least).toEqual(most);
      expect(Math.abs(share(most as Float32Array, (v) => v === 0) - 0.5)).toBeLessThan(0.05);
    });
  });

  it('gaussianNoise(2) adds normal numbers of mean 0 and deviation 2', () => {
    const noise = trained(gaussianNoise(2), new Float32Array(many).fill(3)).map((v) => v - 3);
    expect(Math.abs(mean(noise))).toBeLessThan(0.02);
    expect(Math.abs(variance(noise) / 4 - 1)).toBeLessThan(0.015);
    for (const [deviations, expected] of [
      [1, 0.6827],
      [2, 0.9545],
      [3, 0.9973],
    ] as const) {
      expect(Math.abs(share(noise, (v) => Math.abs(v) < 2 * deviations) - expected)).toBeLessThan(0.005);
    }
  });

  it('gaussianDropout(0.2) multiplies by normal numbers of mean 1 and deviation 1/2', () => {
    const y = trained(gaussianDropout(0.2), new Float32Array(many).fill(-4));
    expect(Math.abs(mean(y) + 4)).toBeLessThan(0.02);
    expect(Math.abs(variance(y) / 4 - 1)).toBeLessThan(0.015);
  });

  it('alphaDropout keeps mean 0 and variance 1', () => {
    for (const rate of [0.1, 0.5]) {
      const y = trained(alphaDropout(rate), Float32Array.from(new Rng(9).normalArray(many)));
      expect(Math.abs(mean(y))).toBeLessThan(0.01);
      expect(Math.abs(variance(y) - 1)).toBeLessThan(0.02);
    }
  });
});
