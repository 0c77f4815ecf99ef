import type { Tensor } from '@descent/core';
import { dense, input, model, sequential } from '@descent/layers';
import { crossEntropyFromLogits, meanSquaredError } from '@descent/losses';
import { expectTypeOf, it } from 'vitest';
import { fit, predict, sgd } from './index.js';

const x = input([2]);
const two = model(x, [dense(1)(x), dense(3)(x)]);
const one = sequential({ input: [2] }, dense(1));
const optimizer = sgd();
const data = { x: [[1, 2]], y: [[[1]], [2]] };

it('a model of two outputs takes two losses, or losses by name; a model of one takes one', () => {
  fit(two, data, { loss: [meanSquaredError, crossEntropyFromLogits], optimizer });
  fit(two, data, { loss: { dense: meanSquaredError }, lossWeights: [1, 2], optimizer });
  // @ts-expect-error one loss for two outputs
  fit(two, data, { loss: meanSquaredError, optimizer });
  // @ts-expect-error three losses for two outputs
  fit(two, data, { loss: [meanSquaredError, meanSquaredError, meanSquaredError], optimizer });
  fit(one, { x: [[1, 2]], y: [[1]] }, { loss: (p, t) => p.sub(t).square().mean(), optimizer });
  // @ts-expect-error two losses for one output
  fit(one, { x: [[1, 2]], y: [[1]] }, { loss: [meanSquaredError, meanSquaredError], optimizer });
});

it('predictions have the shapes of the outputs', () => {
  expectTypeOf(predict(two, [[1, 2]])).resolves.toEqualTypeOf<
    readonly [Tensor<readonly [number, 1]>, Tensor<readonly [number, 3]>]
  >();
});
