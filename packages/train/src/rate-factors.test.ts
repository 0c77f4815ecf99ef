import { compile, tensor, Variable } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { adam, type Optimizer, type Schedule, sgd, stepDecay } from './index.js';
import { net } from './test-support.js';

/** Where two weights come to from 1, with gradients 1 and 3, after two steps; the second has a factor. */
function steps(make: (factors: ReadonlyMap<Variable, number>) => Optimizer, factor: number): number[] {
  const weights = ['a', 'b'].map(
    (name) => new Variable({ shape: [], values: Float32Array.of(1) }, { name }) as Variable,
  );
  const optimizer = make(new Map([[weights[1] as Variable, factor]]));
  const step = compile(() => optimizer.update(weights, [tensor(1), tensor(3)] as never));
  step();
  step();
  return weights.map((weight) => weight.value.item());
}

describe('rate factors', () => {
  it('scale the rate of their parameters alone: 1 − 2 · 0.1 · factor · gradient', () => {
    const [a, b] = steps((rateFactors) => sgd({ learningRate: 0.1, rateFactors }), 0.5);
    expect(a).toBeCloseTo(0.8, 6);
    expect(b).toBeCloseTo(0.7, 6);
    expect(steps((rateFactors) => sgd({ learningRate: 0.1, rateFactors }), 0)[1]).toBe(1);
  });

  it('are as if the parameter had an optimizer of its own with that rate', () => {
    const rates: readonly ((factor: number) => number | Schedule)[] = [
      (factor) => 0.1 * factor,
      (factor) => stepDecay({ initialRate: 0.1 * factor, every: 1, factor: 0.5 }),
    ];
    for (const rate of rates) {
      const own = { weightDecay: 0.1 };
      const [a, b] = steps((rateFactors) => adam({ ...own, learningRate: rate(1), rateFactors }), 0.25);
      const [, alone] = steps(() => adam({ ...own, learningRate: rate(0.25) }), 1);
      const [whole] = steps(() => adam({ ...own, learningRate: rate(1) }), 1);
      expect(b).toBeCloseTo(alone as number, 6);
      expect(a).toBe(whole);
    }
  });

  it('are refused where they are no factors of parameters', () => {
    const w = new Variable({ shape: [] }, { name: 'w' }) as Variable;
    expect(() => sgd({ rateFactors: [[w, 1]] as never })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: sgd: rateFactors must be a Map of parameters, got an array of 1]`,
    );
    expect(() => sgd({ rateFactors: new Map([[w, -1]]) })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: sgd: the rate factor of w must be a finite number >= 0, got -1]`,
    );
    expect(() => sgd({ rateFactors: new Map([['w', 1]]) as never })).toThrow(
      'must be a Map of parameters, got',
    );
  });

  it('are plain data in the settings, by which checkpoints tell trainings apart', () => {
    using model = net();
    const kernel = model.parameters[0] as Variable;
    expect(sgd({ rateFactors: new Map([[kernel, 0.1]]) }).settings.rateFactors).toEqual([
      ['dense/kernel', 0.1],
    ]);
    expect('rateFactors' in sgd().settings).toBe(false);
  });
});
