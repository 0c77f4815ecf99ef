import { type ShapeOf, type Tensor, zeros } from '@descent/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  add,
  bidirectional,
  concatenate,
  conv2d,
  dense,
  flatten,
  gru,
  input,
  lstm,
  maxPool2d,
  model,
  type Symbolic,
  sequential,
} from './index.js';

declare const unknown: Tensor;
declare const isWanted: boolean;

const net = sequential(
  { input: [28, 28, 1] },
  conv2d({ filters: 16, kernelSize: 3, padding: 'same', strides: 2 }),
  maxPool2d(2),
  flatten(),
  dense(10),
);

describe('a model carries its shapes', () => {
  it('in and out', () => {
    expectTypeOf(net.inputShape).toEqualTypeOf<readonly [28, 28, 1]>();
    expectTypeOf(net.outputShape).toEqualTypeOf<readonly [10]>();
    const y = net.predict(zeros([5, 28, 28, 1]));
    expectTypeOf<ShapeOf<typeof y>[1]>().toEqualTypeOf<10>();
  });

  it('takes what may fit and refuses what cannot', () => {
    net.predict(unknown);
    // @ts-expect-error predict expects [number, 28, 28, 1], got [5, 28, 28, 3]
    net.predict(zeros([5, 28, 28, 3]));
    // @ts-expect-error the batch axis is missing
    net.predict(zeros([28, 28, 1]));
  });

  it('refuses a layer that cannot follow', () => {
    // @ts-expect-error layer 2 (conv2d) expects [height, width, channels], got [196]
    sequential({ input: [14, 14, 1] }, flatten(), conv2d({ filters: 8, kernelSize: 3 }));
    // @ts-expect-error the window is larger than the input
    sequential({ input: [4, 4, 1] }, maxPool2d(5));
  });

  it('refuses a layer that gives a list of results', () => {
    // @ts-expect-error layer 1 (lstm) gives a list of 3, sequential passes on one result: use model(inputs, outputs)
    sequential({ input: [4, 3] }, lstm(5, { returnState: true }), dense(2));
    // @ts-expect-error the last one too
    sequential({ input: [4, 3] }, dense(2), gru(5, { returnState: true }));
    // @ts-expect-error both ways, side by side
    sequential({ input: [4, 3] }, bidirectional(lstm(5), { mergeMode: 'none' }));
    // What is not known may be one result.
    const either = lstm(5, { returnState: isWanted });
    sequential({ input: [4, 3] }, either, dense(2));
  });
});

describe('a graph carries its shapes', () => {
  const x = input([8, 8, 3]);

  it('through layers', () => {
    const y = conv2d({ filters: 3, kernelSize: 3, padding: 'same' })(x);
    expectTypeOf(y).toEqualTypeOf<Symbolic<readonly [8, 8, 3]>>();
    expectTypeOf(add()([x, y])).toEqualTypeOf<Symbolic<readonly [8, 8, 3]>>();
    expectTypeOf(concatenate()([x, y])).toEqualTypeOf<Symbolic<readonly [8, 8, 6]>>();
    expectTypeOf(flatten()(y)).toEqualTypeOf<Symbolic<readonly [192]>>();
  });

  it('into models, of several inputs and outputs too', () => {
    const [a, b] = [input([2]), input([3])] as const;
    const one = model(a, dense(4)(a));
    expectTypeOf(one.outputShape).toEqualTypeOf<readonly [4]>();
    expectTypeOf(one(a)).toEqualTypeOf<Symbolic<readonly [4]>>();
    const many = model([a, b], [concatenate()([a, b]), dense(1)(b)]);
    expectTypeOf(many.inputShape).toEqualTypeOf<readonly [readonly [2], readonly [3]]>();
    const [y] = many.predict([zeros([7, 2]), zeros([7, 3])]);
    expectTypeOf<ShapeOf<typeof y>[1]>().toEqualTypeOf<5>();
    sequential({ input: [2] }, one, dense(1));
  });

  it('refuses what cannot follow', () => {
    const [a, b] = [input([2]), input([3])] as const;
    // @ts-expect-error conv2d expects [height, width, channels], got [2]
    expect(() => conv2d({ filters: 1, kernelSize: 3 })(a)).toThrow();
    // @ts-expect-error add expects a shape that broadcasts with [2]
    expect(() => add()([a, b])).toThrow();
    // @ts-expect-error a model of [2] does not take [3]
    expect(() => model(a, dense(4)(a))(b)).toThrow();
    // @ts-expect-error one input of two
    expect(() => model([a, b], concatenate()([a, b])).predict(zeros([1, 2]))).toThrow();
    // @ts-expect-error layer 2 (model) expects [2], got [3]
    expect(() => sequential({ input: [2] }, dense(3), model(a, dense(4)(a)))).toThrow();
  });
});
