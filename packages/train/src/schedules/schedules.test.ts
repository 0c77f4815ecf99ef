import { compile, scalar, scope, type Tensor, tensor, Variable } from '@descent/core';
import { expectClose, onEachBackend, readGolden } from '@descent/testing';
import { expect, it } from 'vitest';
import {
  cosineDecay,
  cosineDecayRestarts,
  defineSchedule,
  exponentialDecay,
  oneCycle,
  piecewiseConstant,
  polynomialDecay,
  type Schedule,
  sgd,
  stepDecay,
  type WarmUpOptions,
  warmUp,
} from '../index.js';

const make: Record<string, (options: never) => Schedule> = {
  exponentialDecay,
  stepDecay,
  cosineDecay,
  'warmUp of cosineDecay': ({ from, steps, ...options }: WarmUpOptions & Parameters<typeof cosineDecay>[0]) =>
    warmUp(cosineDecay(options), { from, steps }),
  cosineDecayRestarts,
  polynomialDecay,
  piecewiseConstant,
  oneCycle,
};

onEachBackend(() => {
  for (const file of ['schedules', 'one-cycle']) {
    const { origin, cases, steps } = readGolden<{ readonly steps?: readonly number[] }>(file);
    it.each(cases.map((row) => [row.name, row] as const))(
      `%s equals ${origin.library} ${origin.version}, with the same bits inside a compiled step`,
      (_name, { op, attrs, outputs }) => {
        const schedule = make[op as string]?.(attrs as never) as Schedule;
        const expected = outputs.rates?.values as number[];
        const at = steps ?? expected.map((_, step) => step);
        const rates = at.map((step) => schedule.at(step));
        expectClose(rates, expected, { absolute: 1e-7, relative: 1e-5 });
        using compiled = compile((step: Tensor) => schedule(step));
        expect(at.map((step) => scope(() => compiled(scalar(step) as Tensor).item()))).toEqual(rates);
        expect(compiled.planCount).toBe(1);
      },
    );
  }

  it('restarts fall on their steps, however long the run', () => {
    for (const stepFactor of [1, 1.1, 1.5, 2, 3]) {
      for (const first of [1, 10, 100]) {
        const schedule = cosineDecayRestarts({ initialRate: 1, firstDecaySteps: first, stepFactor });
        let begin = 0;
        for (let period = 0; period < 18 && begin < 1e6; period++) {
          begin += first * stepFactor ** period;
          const step = Math.round(begin);
          if (Math.abs(step - begin) > 1e-6) break;
          expect(schedule.at(step), `${first} steps, ×${stepFactor}, step ${step}`).toBeCloseTo(1, 5);
        }
      }
    }
  });

  it('stay finite at the ends: step 0, the last one, and far behind it', () => {
    const all = [
      exponentialDecay({ initialRate: 0.1, decaySteps: 1, decayRate: 0.5 }),
      stepDecay({ initialRate: 0.1, every: 1 }),
      cosineDecay({ initialRate: 0.1, decaySteps: 1 }),
      cosineDecayRestarts({ initialRate: 0.1, firstDecaySteps: 1 }),
      polynomialDecay({ initialRate: 0.1, decaySteps: 1, power: 0.5, cycle: true }),
      piecewiseConstant({ boundaries: [], rates: [0.1] }),
      warmUp(0.1, { steps: 1 }),
      oneCycle({ maxRate: 0.1, totalSteps: 1 }),
      oneCycle({ maxRate: 0.1, totalSteps: 2, riseShare: 0.5 }),
    ];
    for (const schedule of all) {
      for (const step of [0, 1, 2, 2 ** 24]) {
        expect(schedule.at(step)).toBeGreaterThanOrEqual(0);
        expect(schedule.at(step)).toBeLessThanOrEqual(0.1 * (1 + 1e-6));
      }
    }
  });

  it('an optimizer works the rate out inside its compiled step: one plan, no call from outside', () => {
    const schedule = defineSchedule((step) => step.add(1).mul(0.5));
    const optimizer = sgd({ learningRate: schedule });
    const w = new Variable({ shape: [1], values: Float32Array.of(0) }, { name: 'w' }) as Variable;
    using step = compile((gradient: Tensor) => optimizer.update([w], [gradient]));
    using gradient = tensor([-1]);
    expect(optimizer.learningRate).toBe(0.5);
    for (let k = 0; k < 4; k++) step(gradient as Tensor);
    expect(w.value.item()).toBe(0.5 + 1 + 1.5 + 2);
    expect(optimizer.learningRate).toBe(2.5);
    expect(step.planCount).toBe(1);
    expect(optimizer.state.map(({ name }) => name)).toEqual(['sgd/step']);
    expect(() => {
      optimizer.learningRate = 0.1;
    }).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: sgd: learningRate follows a schedule and cannot be set
        fix: start with a number to set it between steps: sgd({ learningRate: 0.1 })]
    `);
    optimizer.dispose();
    w.dispose();
  });
});

it.each<readonly [() => Schedule, string]>([
  [
    () => exponentialDecay({ initialRate: -1, decaySteps: 1, decayRate: 1 }),
    'exponentialDecay: initialRate must be a finite number >= 0, got -1',
  ],
  [
    () => exponentialDecay({ initialRate: 1, decaySteps: 0, decayRate: 1 }),
    'exponentialDecay: decaySteps must be a whole number >= 1, got 0',
  ],
  [
    () => stepDecay({ initialRate: 1, every: 1, factor: 0 }),
    'stepDecay: factor must be a finite number > 0, got 0',
  ],
  [
    () => cosineDecay({ initialRate: 1, decaySteps: Number.NaN }),
    'cosineDecay: decaySteps must be a whole number',
  ],
  [
    () => cosineDecayRestarts({ initialRate: 1, firstDecaySteps: 1, stepFactor: 0.5 }),
    'cosineDecayRestarts: stepFactor must be a finite number >= 1, got 0.5',
  ],
  [
    () => polynomialDecay({ initialRate: 1, decaySteps: 1, power: 0 }),
    'polynomialDecay: power must be a finite number > 0',
  ],
  [
    () => polynomialDecay({ initialRate: 1, decaySteps: 1, cycle: 'no' as never }),
    "polynomialDecay: cycle must be true or false, got 'no'",
  ],
  [
    () => piecewiseConstant({ boundaries: [1], rates: [1] }),
    'piecewiseConstant: expects one rate more than boundaries',
  ],
  [
    () => piecewiseConstant({ boundaries: [2, 1], rates: [1, 1, 1] }),
    'piecewiseConstant: boundaries must be >= 0 and rise',
  ],
  [() => warmUp(Number.NaN, { steps: 1 }), 'warmUp: the rate must be a finite number >= 0, got NaN'],
  [() => warmUp(1, { steps: 0 }), 'warmUp: steps must be a whole number >= 1, got 0'],
  [
    () => oneCycle({ maxRate: 1, totalSteps: 10, riseShare: 1 }),
    'oneCycle: riseShare must lie in (0, 1), got 1',
  ],
])('a schedule refuses options out of range: %s', (call, message) => {
  expect(call).toThrow(message);
});
