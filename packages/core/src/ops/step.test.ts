import { expect, it } from 'vitest';
import { applyOne } from '../dispatch.js';
import { stepKernel } from './step.js';
import { tensor } from './tensor.js';

it('the Step kernel gives alpha where x is not above 0, as TensorFlow.js has it', () => {
  using x = tensor([-2, 0, 3, Number.NaN]);
  using y = applyOne(stepKernel, [x], { alpha: -1 });
  expect(y.arraySync()).toEqual([-1, -1, 1, Number.NaN]);
});
