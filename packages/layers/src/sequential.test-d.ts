import { type ShapeOf, type Tensor, zeros } from '@descent/core';
import { describe, expectTypeOf, it } from 'vitest';
import { conv2d, dense, flatten, maxPool2d, sequential } from './index.js';

declare const unknown: Tensor;

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
});
