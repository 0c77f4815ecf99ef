import { scope, type Tensor, tensor } from '@descent/core';
import { add, dense, input, type Model, model, sequential } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { features } from './index.js';
import { net, pictures } from './test-support.js';

const { x } = pictures(4);

describe('features', () => {
  it('are what the layer gives in the net, by name and by the layer itself', () => {
    scope(() => {
      const whole = net();
      const given = tensor(x, [4, 8, 8, 1]) as Tensor;
      const { outputs } = whole.activations(given).find(({ layer }) => layer.name === 'second') as never as {
        outputs: Tensor[];
      };
      const expected = outputs[0] as Tensor;
      for (const layer of ['second', whole.getLayer('second')]) {
        const base = features(whole, layer);
        expect(base.outputShape).toEqual([1, 1, 6]);
        expect(base.predict(given as never).arraySync()).toEqual(expected.arraySync());
      }
    });
  });

  it('share layers and weights with the net', () => {
    using whole = net();
    const base = features(whole, 'pool');
    expect(base.parameters).toEqual(whole.parameters.slice(0, 6));
    expect(base.layers).toEqual(whole.layers.slice(0, 4));
    base.trainable = false;
    expect(whole.trainableParameters.map(({ name }) => name)).toEqual([
      'second/kernel',
      'second/bias',
      'head/kernel',
      'head/bias',
    ]);
    const head = sequential({ input: [3, 3, 4] }, base.getLayer('pool') && dense(2));
    expect(head.outputShape).toEqual([3, 3, 2]);
  });

  it('pool maps to one list of numbers', () => {
    scope(() => {
      const whole = net();
      const given = tensor(x, [4, 8, 8, 1]);
      const maps = features(whole, 'pool').predict(given as never) as Tensor;
      const pooled = (pooling: 'average' | 'max' | 'flatten') =>
        features(whole, 'pool', { pooling }).predict(given as never) as Tensor;
      expect(pooled('average').arraySync()).toEqual(maps.mean([1, 2]).arraySync());
      expect(pooled('max').arraySync()).toEqual(maps.max([1, 2]).arraySync());
      expect(pooled('flatten').arraySync()).toEqual(maps.reshape([4, 36]).arraySync());
    });
  });

  it('leave out inputs on which they do not depend', () => {
    const [a, b] = [input([2]), input([3])];
    const left = dense(4, { name: 'left' })(a);
    const whole = model([a, b], add()([left, dense(4, { name: 'right' })(b)]));
    expect(features(whole, 'left').inputShape).toEqual([2]);
    expect(features(whole, 'right').inputShape).toEqual([3]);
    expect(features(whole as never, 'add').inputShape).toEqual([[2], [3]]);
  });

  it('say what cannot be cut', () => {
    const whole = net();
    expect(() => features(whole, 'third')).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: features: no layer of the net is 'third'
        fix: use one of first, norm, relu, pool, second, flat, head]
    `);
    expect(() => features(whole, 'head', { pooling: 'max' })).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: features: nothing to pool in [3]
        fix: leave pooling out, or take a layer that gives maps, such as [7, 7, 256]]
    `);
    const outer = sequential({ input: [8, 8, 1] }, net() as Model, dense(2));
    expect(() => features(outer as Model, 'second')).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: features: no layer of the net is 'second'
        fix: it lies in a model inside: features(net.getLayer('sequential'), …)]
    `);
    const a = input([2]);
    const shared = dense(2, { name: 'shared' });
    const twice = model(a, shared(shared(a)));
    expect(() => features(twice, 'shared')).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: features: dense(2) has 2 outputs in the net, which one is meant?
        fix: model(net.inputs, net.getLayer('shared').uses[0].outputs[0])]
    `);
    expect(() => features(whole, 'pool', { pooling: 'min' as never })).toThrow(
      "'average', 'max' or 'flatten'",
    );
    expect(() => features(Promise.resolve(whole) as never, 'pool')).toThrow('await it');
  });
});
