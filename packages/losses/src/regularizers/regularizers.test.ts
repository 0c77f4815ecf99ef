import { cpu } from '@descent/backend-cpu';
import { grad, referenceBackend, scope, type Tensor, tensor, useBackend } from '@descent/core';
import { expectClose, type GoldenTensor, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { l1, l1l2, l2, type Regularizer } from '../index.js';

/** The goldens' names are our code. */
const byName: Record<string, Regularizer> = {
  'l1()': l1(),
  'l1(0.3)': l1(0.3),
  'l2()': l2(),
  'l2(0.2)': l2(0.2),
  'l1l2({ l1: 0.1, l2: 0.02 })': l1l2({ l1: 0.1, l2: 0.02 }),
};
const golden = readGolden('treatments');
const cases = golden.cases.filter(({ gradients }) => gradients);

onEachBackend(() => {
  describe(`regularizers and their gradients equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it.each(cases.map((row) => [row.name, row] as const))(
      '%s',
      (_name, { op, inputs, outputs, gradients }) => {
        scope(() => {
          const penalty = byName[op as string] as Regularizer;
          const w = goldenTensor(inputs.w as GoldenTensor);
          expectClose([penalty(w).item()], outputs.y?.values as number[]);
          expectClose(grad((x: Tensor) => penalty(x))(w).dataSync(), gradients?.dw?.values as number[]);
        });
      },
    );
  });
});

describe('regularizers', () => {
  const w = tensor([
    [1, -2],
    [0, 3],
  ]);
  it.each([
    ['l1', l1(0.1), 0.6],
    ['l2', l2(0.1), 1.4],
    ['l1l2', l1l2({ l1: 0.1, l2: 0.1 }), 2.0],
  ] as const)('%s is the weighted sum', (_name, penalty, expected) => {
    expect(penalty(w).item()).toBeCloseTo(expected, 6);
  });

  it('have the gradients sign and 2w', () => {
    expectClose(grad((x: Tensor) => l1(0.5)(x))(w).dataSync(), [0.5, -0.5, 0, 0.5]);
    expectClose(grad((x: Tensor) => l2(0.5)(x))(w).dataSync(), [1, -2, 0, 3]);
  });

  it('refuse negative strengths', () => {
    expect(() => l1(-1)).toThrow('l1: strength must be a finite number >= 0, got -1');
    expect(() => l1l2({ l2: Number.NaN })).toThrow('l2: strength must be a finite number >= 0, got NaN');
  });
});

describe('the proximal step of', () => {
  const values = [1, -2, 0.04, -0.05, 0, Number.NaN, Number.NEGATIVE_INFINITY];
  const l1Moved = [0.95, -1.95, 0, 0, 0, Number.NaN, Number.NEGATIVE_INFINITY];

  it('l1 moves weights towards 0 by rate · strength, and small ones to exactly 0', () => {
    expectClose(l1(0.5).proximal?.(tensor(values), 0.1).dataSync() as Float32Array, l1Moved);
    const small = l1(0.5)
      .proximal?.(tensor([0.04, -0.05]), 0.1)
      .dataSync() as Float32Array;
    expect([...small].map(Math.abs)).toEqual([0, 0]);
  });

  it('takes a rate that is a tensor, on every backend', async () => {
    for (const make of [cpu, referenceBackend]) {
      const backend = await useBackend(make());
      expectClose(l1(0.5).proximal?.(tensor(values), tensor(0.1)).dataSync() as Float32Array, l1Moved);
      const both = l1l2({ l1: 0.5, l2: 2 }).proximal?.(tensor(values), tensor(0.1)) as Tensor;
      expectClose(
        both.dataSync(),
        l1Moved.map((value) => value / 1.4),
      );
      await useBackend(referenceBackend());
      backend.dispose();
    }
  });

  it('l1l2 solves arg min rate · penalty(v) + ½ |v − w|²', () => {
    const penalty = l1l2({ l1: 0.3, l2: 0.7 });
    const w = tensor([2, -0.5, 0.1]);
    const best = penalty.proximal?.(w, 0.5) as Tensor;
    const cost = (v: Tensor): number => penalty(v).item() * 0.5 + 0.5 * v.sub(w).square().sum().item();
    for (const shift of [-0.01, 0.01]) {
      for (let i = 0; i < 3; i++) {
        const other = best.add(tensor([0, 1, 2].map((k) => (k === i ? shift : 0)))) as Tensor;
        expect(cost(other)).toBeGreaterThan(cost(best));
      }
    }
  });

  it('l1 drives a weight that the data does not need to 0 for good, where its gradient jumps to and fro', () => {
    const penalty = l1(1);
    const slope = grad((w: Tensor) => penalty(w));
    let [byGradient, byStep] = [tensor([0.25]) as Tensor, tensor([0.25]) as Tensor];
    for (let i = 0; i < 10; i++) {
      byGradient = byGradient.sub(slope(byGradient).mul(0.1)) as Tensor;
      byStep = penalty.proximal?.(byStep, 0.1) as Tensor;
    }
    expect(byStep.item()).toBe(0);
    expect(Math.abs(byGradient.item())).toBeGreaterThan(0.04);
  });

  it('l2 is its gradient: it has none of its own', () => {
    expect(l2(1).proximal).toBeUndefined();
  });
});
