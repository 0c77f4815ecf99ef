import {
  compile,
  currentBackend,
  scope,
  type Tensor,
  tensor,
  Variable,
  variableGradients,
} from '@descent/core';
import type { CommonOptions, Optimizer } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import { onEachBackend } from './on-each-backend.js';
import { OptimizerRun, optionsOf, trajectories } from './optimizer-run.js';

/** What an optimizer must do. */
export interface OptimizerExpectation {
  /** Options that it refuses, and a part of what it says. */
  readonly refused?: readonly (readonly [options: object, message: string])[];
  /** A rate with which it learns a small problem in 100 steps. Default 0.05. */
  readonly learningRate?: number;
}

/**
 * The contract of an optimizer, on every backend: trajectories of the goldens, eager and compiled, of all its options; state that has
 * stable names and can be saved; clipping that holds; a falling loss; options that are refused; no leak.
 * @example optimizerContract('adam', adam, { refused: [[{ beta1: 1 }, 'beta1']] })
 */
export function optimizerContract(
  name: string,
  make: (options: CommonOptions) => Optimizer,
  expectation: OptimizerExpectation = {},
): void {
  describe(`${name}: optimizer contract`, () => {
    onEachBackend(() => optimizerClaims(name, make, expectation));
  });
}

function optimizerClaims(
  name: string,
  make: (options: CommonOptions) => Optimizer,
  { refused = [], learningRate = 0.05 }: OptimizerExpectation,
): void {
  const cases = trajectories.cases.filter(({ optimizer }) => optimizer === name);
  it.each(cases.map((row) => [row.name, row] as const))(
    `100 steps of %s equal ${trajectories.origin.library} ${trajectories.origin.version}, with the same bits when compiled`,
    (_name, row) => {
      const { outputs } = row;
      const options = optionsOf(row);
      const rows = trajectory(make(options), true);
      expect(trajectory(make(options), false)).toEqual(rows);
      trajectories.recorded.forEach((_step, k) => {
        const reached = rows[k] as Record<string, number[]>;
        for (const [key, { values }] of Object.entries(outputs)) {
          const found = reached[key] as number[];
          const expected = values.slice(k * found.length, (k + 1) * found.length);
          expectClose(found, expected, { absolute: 2e-6, relative: 1e-5 });
        }
      });
    },
  );

  it('goes on with the same bits from saved state, whose names are stable and told apart', () => {
    const options = { learningRate, clipNorm: 0.9, ema: { decay: 0.9 }, accumulate: 2 };
    const run = new OptimizerRun(make(options));
    run.steps(0, 7);
    const saved = run.cells().map(({ value }) => value.dataSync().slice());
    const names = run.cells().map((cell) => cell.name);
    expect(new Set(names).size).toBe(names.length);
    run.steps(7, 14);

    const other = new OptimizerRun(make(options));
    other.optimizer.prepare(other.variables);
    expect(other.cells().map((cell) => cell.name)).toEqual(names);
    other.cells().forEach((cell, i) => {
      cell.reset(saved[i] as Float32Array);
    });
    other.steps(7, 14);
    const bits = ({ variables }: OptimizerRun) => variables.map(({ value }) => value.dataSync());
    expect(bits(other)).toEqual(bits(run));
    run.dispose();
    other.dispose();
  });

  it('F40: clipped, exploding gradients leave finite values', () => {
    for (const clip of [{ clipValue: 1 }, { clipNorm: 1 }, { clipGlobalNorm: 1 }]) {
      for (const size of [1e10, 1e25, 3e38]) {
        const run = new OptimizerRun(make({ learningRate, ...clip }));
        for (let i = 0; i < 3; i++)
          run.step([
            [size, -size, 0, 1, size, size],
            [size, 1e-30],
          ]);
        for (const { value } of run.cells()) {
          expect([...value.dataSync()].every(Number.isFinite), `${JSON.stringify(clip)} ${size}`).toBe(true);
        }
        run.dispose();
      }
    }
  });

  it('stands still where gradients are 0, and takes parameters without values', () => {
    const run = new OptimizerRun(make({ learningRate, weightDecay: 0 }));
    const before = run.variables.map(({ value }) => [...value.dataSync()]);
    run.step([
      [0, 0, 0, 0, 0, 0],
      [0, 0],
    ]);
    expect(run.variables.map(({ value }) => [...value.dataSync()])).toEqual(before);
    run.dispose();
    for (const clip of [{}, { clipNorm: 1 }, { clipGlobalNorm: 1 }]) {
      const optimizer = make({ learningRate, ...clip });
      const none = new Variable({ shape: [0, 2] });
      scope(() => optimizer.update([none], [tensor(new Float32Array(0), [0, 2]) as Tensor]));
      expect(none.value.size).toBe(0);
      optimizer.dispose();
      none.dispose();
    }
  });

  it('F43: a rate is finite and not negative; 0 stands still, 1e30 runs', () => {
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e39, '0.1', null, () => 1]) {
      expect(() => make({ learningRate: rate as number })).toThrow(
        `${name}: learningRate must be a finite number >= 0, got `,
      );
    }
    const run = new OptimizerRun(make({ learningRate: 0 }));
    const before = run.variables.map(({ value }) => [...value.dataSync()]);
    run.steps(0, 3);
    expect(run.variables.map(({ value }) => [...value.dataSync()])).toEqual(before);
    run.optimizer.learningRate = 1e30;
    run.steps(3, 4);
    run.dispose();
  });

  it.each<readonly [object, string]>([
    [{ clipValue: 0 }, 'clipValue must be a finite number > 0, got 0'],
    [{ clipNorm: Number.NaN }, 'clipNorm must be a finite number > 0, got NaN'],
    [{ clipGlobalNorm: '1' }, "clipGlobalNorm must be a finite number > 0, got '1'"],
    [{ clipValue: 1, clipNorm: 1 }, 'clipValue and clipNorm are given'],
    [{ weightDecay: -0.1 }, 'weightDecay must be a finite number >= 0, got -0.1'],
    [{ ema: { decay: 1 } }, 'ema.decay must lie in [0, 1), got 1'],
    [{ ema: 0.9 }, 'ema: expects options, got 0.9'],
    [{ ema: { decay: 0.9, every: 0 } }, 'ema.every must be a whole number >= 1, got 0'],
    [{ accumulate: 1.5 }, 'accumulate must be a whole number >= 1, got 1.5'],
    ...refused,
  ])('refuses %o', (options, message) => {
    expect(() => make(options as CommonOptions)).toThrow(`${name}: ${message}`);
  });

  it.each([
    ['plain', {}],
    ['with every option', { clipGlobalNorm: 1, weightDecay: 1e-4, ema: { decay: 0.9 }, accumulate: 2 }],
  ])('learns a line in 100 updates, %s, with one plan and without a leak', (_name, options) => {
    const backend = currentBackend();
    const start = backend.memory().buffers;
    const w = new Variable({ shape: [2], values: Float32Array.of(0, 0) }, { name: 'w' }) as Variable;
    const optimizer = make({ learningRate, ...options });
    const x = tensor([0, 1, 2, 3]);
    const step = compile(() => {
      const loss = () => {
        const [slope, shift] = [w.value.mul(tensor([1, 0])).sum(), w.value.mul(tensor([0, 1])).sum()];
        return x.mul(slope).add(shift).sub(x.mul(0.5).add(0.25)).square().mean();
      };
      const { value, gradients } = variableGradients(loss, [w]);
      optimizer.update([w], gradients);
      return value;
    });
    const first = scope(() => step().item());
    const before = backend.memory();
    let last = first;
    for (let i = 0; i < 199; i++) last = scope(() => step().item());
    expect(last).toBeLessThan(first / 4);
    expect(backend.memory()).toEqual(before);
    expect(step.planCount).toBe(1);
    step.dispose();
    optimizer.dispose();
    w.dispose();
    x.dispose();
    expect(backend.memory().buffers).toBe(start);
  });
}

/** The weights, and the first's average, at each recorded step. */
function trajectory(optimizer: Optimizer, isCompiled: boolean): Record<string, number[]>[] {
  const run = new OptimizerRun(optimizer, isCompiled);
  let done = 0;
  const rows = trajectories.recorded.map((step) => {
    run.steps(done, step);
    done = step;
    const [w0, w1] = run.variables as [Variable, Variable];
    const average = optimizer.averages.get(w0);
    const cells = Object.entries({ w0, w1, ...(average && { average0: average }) });
    return Object.fromEntries(cells.map(([key, { value }]) => [key, [...value.dataSync()]]));
  });
  run.dispose();
  return rows;
}
