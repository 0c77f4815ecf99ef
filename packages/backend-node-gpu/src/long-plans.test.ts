import { compile, type Tensor, tensor, useBackend } from '@descent/core';
import { expect, it } from 'vitest';
import { asHardware, gpuOfTests } from './test-support.js';

let submissions = 0;
const gpu = gpuOfTests(() =>
  asHardware({
    onDevice({ queue }) {
      const submit = queue.submit.bind(queue);
      queue.submit = (buffers) => {
        submissions++;
        submit(buffers);
      };
    },
  }),
);

/** Sums that wait for each other, each a shader or two of its own. */
function chain(length: number): (x: Tensor) => Tensor {
  return (x) => Array.from({ length }).reduce<Tensor>((y) => y.sub(y.mean()).add(1) as Tensor, x);
}

it.each([
  [8, 1, 1],
  [400, 2, 4],
])('a plan of %i sums is submitted in %i to %i parts', async (length, least, most) => {
  await useBackend(gpu());
  using step = compile(chain(length));
  using x = tensor([1, 2, 3, 6]);
  using first = step(x);
  await first.data();
  submissions = 0;
  using y = step(x);
  expect(submissions).toBeGreaterThanOrEqual(least);
  expect(submissions).toBeLessThanOrEqual(most);
  expect([...(await y.data())]).toEqual([-1, 0, 1, 4]);
});
