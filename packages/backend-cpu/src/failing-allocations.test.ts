import {
  BackendError,
  compile,
  conv2d,
  currentBackend,
  matmul,
  maxPool2d,
  Rng,
  relu,
  scope,
  type Tensor,
  useBackend,
  Variable,
  variableGradients,
} from '@descent/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { cpu } from './cpu.js';
import { Heap } from './heap.js';

/** Has the n-th allocation from now on fail. */
function failAt(n: number): void {
  const { take } = Heap.prototype;
  let count = 0;
  vi.spyOn(Heap.prototype, 'take').mockImplementation(function (this: Heap, ...request) {
    if (++count === n) throw new BackendError('no room', { code: 'E_OOM' });
    return take.apply(this, request);
  });
}

it.each([true, false])(
  'F33: whichever allocation of a training step fails, nothing changes and a retry works, compiled: %s',
  async (isCompiled) => {
    const before = currentBackend();
    const backend = await useBackend(cpu({ threads: 2, maxBytes: 1_000_000 }));
    onTestFinished(async () => {
      vi.restoreAllMocks();
      await useBackend(before);
      backend.dispose();
    });
    const rng = new Rng(1);
    const shapes = [
      [3, 3, 1, 8],
      [128, 5],
    ];
    const [filter, weights] = scope(() =>
      shapes.map((shape) => new Variable(rng.uniform(shape, -0.1, 0.1))),
    ) as [Variable, Variable];
    const variables = [filter, weights];
    using images = rng.uniform([5, 8, 8, 1]) as Tensor;
    const update = (x: Tensor): void => {
      const { gradients } = variableGradients(() => {
        const features = maxPool2d(relu(conv2d(x, filter.value, { padding: 'same' })), 2);
        return matmul(features.reshape([5, 128]), weights.value)
          .square()
          .mean();
      }, variables);
      const updated = variables.map(({ value }, i) => value.sub((gradients[i] as Tensor).mul(0.1)));
      updated.forEach((value, i) => {
        variables[i]?.assign(value);
      });
    };
    const run = (): void => {
      // Compiled anew each time, so that the plan's own allocations fail as well.
      using step = compile(update);
      if (isCompiled) step(images);
      else scope(() => update(images));
    };
    const values = () => variables.map(({ value }) => value.dataSync());
    const [held, memory] = [values(), backend.memory()];
    let n = 1;
    for (; n < 1000; n++) {
      failAt(n);
      try {
        run();
        break;
      } catch (error) {
        expect(error).toMatchObject({ name: 'BackendError', code: 'E_OOM' });
      } finally {
        vi.restoreAllMocks();
      }
      expect(backend.memory()).toEqual(memory);
      expect(values()).toEqual(held);
    }
    expect(n).toBeGreaterThan(isCompiled ? 3 : 20);
    expect(n).toBeLessThan(1000);
    expect(values()).not.toEqual(held);
    expect(backend.memory()).toEqual(memory);
    // What a plan holds for itself counts against the limit only: none of it is left behind either.
    for (let i = 0; i < 20 * n; i++) {
      failAt(1 + (i % n));
      try {
        run();
      } catch (error) {
        expect(error).toMatchObject({ message: 'no room' });
      }
      vi.restoreAllMocks();
    }
    run();
    for (const variable of variables) variable.dispose();
  },
);
