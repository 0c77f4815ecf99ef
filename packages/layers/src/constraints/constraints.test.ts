import { scope, type Tensor, tensor } from '@descent/core';
import { expectClose, type GoldenTensor, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { type Constraint, maxNorm, minMaxNorm, nonNegative, unitNorm } from '../index.js';

/** Columns of length 5, 0.1 and 0. */
const columns = [
  [3, 0.06, 0],
  [-4, 0.08, 0],
];

function constrained(constraint: Constraint): number[] {
  return scope(() => [...constraint(tensor(columns) as Tensor).dataSync()]);
}

/** The goldens' names are our code. */
const byName: Record<string, Constraint> = {
  'maxNorm(1)': maxNorm(1),
  'maxNorm(0.5, [0, 1, 2])': maxNorm(0.5, [0, 1, 2]),
  'unitNorm()': unitNorm(),
  'unitNorm(1)': unitNorm(1),
  'minMaxNorm()': minMaxNorm(),
  'minMaxNorm({ min: 0.7, max: 0.9, rate: 0.3 })': minMaxNorm({ min: 0.7, max: 0.9, rate: 0.3 }),
  'nonNegative()': nonNegative(),
};
const golden = readGolden('treatments');
const cases = golden.cases.filter(({ gradients }) => !gradients);

onEachBackend(() => {
  describe(`constraints equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it.each(cases.map((row) => [row.name, row] as const))('%s', (_name, { op, inputs, outputs }) => {
      scope(() => {
        const y = byName[op as string]?.(goldenTensor(inputs.w as GoldenTensor)) as Tensor;
        expect(y.shape).toEqual(inputs.w?.shape);
        expectClose(y.dataSync(), outputs.y?.values as number[]);
      });
    });
  });

  describe('constraints', () => {
    it('limit the lengths of columns', () => {
      expectClose(constrained(maxNorm(2)), [1.2, 0.06, 0, -1.6, 0.08, 0], { relative: 1e-6 });
      expectClose(constrained(unitNorm()), [0.6, 0.6, 0, -0.8, 0.8, 0], { relative: 1e-6 });
      expectClose(constrained(minMaxNorm({ min: 1, max: 2 })), [1.2, 0.6, 0, -1.6, 0.8, 0], {
        relative: 1e-6,
      });
      expectClose(constrained(minMaxNorm({ min: 1, max: 2, rate: 0.5 })), [2.1, 0.33, 0, -2.8, 0.44, 0], {
        relative: 1e-6,
      });
      expect(constrained(nonNegative())).toEqual([3, expect.closeTo(0.06), 0, 0, expect.closeTo(0.08), 0]);
    });

    it('over the axes that they are told', () => {
      const rows = scope(() => [...maxNorm(2, [0, 1])(tensor(columns) as Tensor).dataSync()]);
      expect(Math.hypot(...rows)).toBeCloseTo(2, 5);
    });

    it('refuse lengths and rates that are none', () => {
      expect(() => maxNorm(0)).toThrowErrorMatchingInlineSnapshot(
        `[ValueError: maxNorm: max must be a finite number > 0, got 0]`,
      );
      expect(() => minMaxNorm({ min: 3, max: 2 })).toThrowErrorMatchingInlineSnapshot(
        `[ValueError: minMaxNorm: min must lie in [0, 2], got 3]`,
      );
      expect(() => minMaxNorm({ rate: 0 })).toThrowErrorMatchingInlineSnapshot(
        `[ValueError: minMaxNorm: rate must lie in (0, 1], got 0]`,
      );
      expect(() => maxNorm(Number.NaN)).toThrow('maxNorm: max must be a finite number > 0, got NaN');
    });
  });
});
