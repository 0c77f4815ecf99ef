import {
  compile,
  currentBackend,
  scope,
  type Tensor,
  tensor,
  Variable,
  variableGradients,
} from '@descent/core';
import { expectClose, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { adam, type Optimizer, rmsProp, sgd } from '../index.js';

const make: Record<string, (options: object) => Optimizer> = { sgd, rmsProp, adam };
const golden = readGolden('optimizers');

/** Keras adds Adam's epsilon before the correction, we after: the W3 net's goldens cover ours. */
const cases = golden.cases.filter(({ name }) => name !== 'adam, gradients near epsilon');

onEachBackend(() => {
  describe(`10 steps equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it.each(cases.map((row) => [row.name, row] as const))('%s', (_name, row) => {
      const optimizer = make[row.optimizer as string]?.(row.attrs ?? {}) as Optimizer;
      const { weights, gradients } = row.inputs as Record<string, { shape: number[]; values: number[] }>;
      const shape = weights?.shape ?? [];
      const size = shape.reduce((a, b) => a * b, 1);
      const variable = scope(() => new Variable(goldenTensor(weights as never)));
      const expected = row.outputs.weights?.values as number[];
      using step = compile((gradient: Tensor) => optimizer.update([variable], [gradient]));
      for (let k = 0; k < 10; k++) {
        const gradient = (gradients?.values ?? []).slice(k * size, (k + 1) * size);
        scope(() => step(tensor(Float32Array.from(gradient), shape)));
        expectClose(variable.value.dataSync(), expected.slice(k * size, (k + 1) * size), { relative: 2e-5 });
      }
    });
  });
});

describe('an optimizer', () => {
  it('sees a new learning rate inside a compiled step', () => {
    const w = new Variable({ shape: [1], values: Float32Array.of(1) });
    const optimizer = sgd({ learningRate: 0.1 });
    using step = compile((g: Tensor) => optimizer.update([w as never], [g]));
    using g = tensor([1]);
    step(g);
    optimizer.learningRate = 0.5;
    step(g);
    expect(w.value.item()).toBeCloseTo(0.4, 6);
    expect(step.planCount).toBe(1);
  });

  it('says what it remembers of each parameter, and how many steps it took', () => {
    const [a, b] = [1, 2].map((size) => new Variable({ shape: [size] }, { name: 'w' }));
    const optimizer = adam();
    optimizer.prepare([b, a] as Variable[]);
    expect([...optimizer.slots.keys()]).toEqual([b, a]);
    expect(Object.keys(optimizer.slots.get(a as Variable) ?? {})).toEqual(['m', 'v']);
    expect(optimizer.slots.get(b as Variable)?.v?.shape).toEqual([2]);
    optimizer.update([a] as Variable[], [tensor([0.5])]);
    expect(optimizer.step.value.item()).toBe(1);
    expect(optimizer.slots.get(a as Variable)?.m?.value.item()).toBeCloseTo(0.05, 7);
  });

  it('refuses what is out of range', () => {
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => adam({ learningRate: rate })).toThrow(
        `adam: learningRate must be a finite number >= 0, got ${rate}`,
      );
    }
    expect(() => sgd({ momentum: 1 })).toThrow('sgd: momentum must lie in [0, 1), got 1');
    expect(() => rmsProp({ epsilon: 0 })).toThrow('rmsProp: epsilon must be a finite number > 0, got 0');
    expect(() => sgd().update([], [tensor([1])])).toThrow('0 variables, 1 gradients');
    const optimizer = adam();
    const w = new Variable(tensor([1, 2]), { name: 'w' }) as Variable;
    expect(() => optimizer.update([w], [tensor(1) as Tensor])).toThrow('adam: w is [2], its gradient is []');
    expect(optimizer.state[1]?.value.item()).toBe(0);
  });

  it('leaves nothing behind: memory is flat over 100 steps, and dispose gives it back', () => {
    const start = currentBackend().memory().buffers;
    const w = new Variable({ shape: [3], values: Float32Array.of(1, 2, 3) });
    const optimizer = adam();
    const step = compile(() => {
      const { value, gradients } = variableGradients(() => w.value.square().sum(), [w as never]);
      optimizer.update([w as never], gradients);
      return value;
    });
    step().dispose();
    const before = currentBackend().memory();
    for (let i = 0; i < 100; i++) step().dispose();
    expect(currentBackend().memory()).toEqual(before);
    step.dispose();
    optimizer.dispose();
    w.dispose();
    expect(currentBackend().memory().buffers).toBe(start);
  });
});
