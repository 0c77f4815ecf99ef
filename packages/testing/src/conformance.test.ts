import { type Backend, currentBackend, kernels, referenceBackend, useBackend } from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from './agreement.js';
import { off } from './broken-backend.js';
import type { ConformanceCase } from './conformance-case.js';
import { conformanceCases } from './conformance-cases.js';
import { ConformanceRun, checkConformance } from './conformance-run.js';
import { counterparts } from './keras-counterparts.js';

const usual = currentBackend();

/** A case that was chosen, and what it must give. */
interface Chosen {
  readonly row: ConformanceCase;
  readonly expected: Outcome;
  readonly kernels: readonly string[];
}

describe('conformance', () => {
  const chosen: Chosen[] = [];
  const all: (readonly [ConformanceCase, Outcome])[] = [];
  beforeAll(async () => {
    const run = new ConformanceRun(referenceBackend());
    for (const row of conformanceCases) {
      if (row.isLong) continue;
      const expected = await run.expected(row);
      all.push([row, expected.outcome]);
      if (!run.chooses(row, expected)) continue;
      const names = Array.from(expected.kernels.keys(), (kernel) => kernel.split(' ')[0] as string);
      chosen.push({ row, expected: expected.outcome, kernels: names });
    }
  });
  afterAll(() => useBackend(usual));

  /** The first of the chosen cases that run a kernel and fail. */
  const failing = async (backend: Backend, kernel: string): Promise<string | undefined> => {
    for (const { row, expected, kernels } of chosen) {
      if (!kernels.includes(kernel)) continue;
      try {
        await checkConformance(row, expected, backend);
      } catch {
        return row.name;
      }
    }
    return undefined;
  };

  it('chooses the first case of each subject', () => {
    const subjects = new Set(conformanceCases.filter(({ isLong }) => !isLong).map(({ subject }) => subject));
    expect(new Set(chosen.map(({ row }) => row.subject))).toEqual(subjects);
  });

  it.each(['layers', 'losses', 'optimizers'] as const)('chooses a case of all %s', (kind) => {
    const subjects = chosen.map(({ row }) => row.subject.split(' ').slice(1).join(' '));
    expect(Object.keys(counterparts[kind]).filter((name) => !subjects.includes(name))).toEqual([]);
  });

  it('chooses gradients of every op that has a case with gradients', () => {
    const gradientsOf = (rows: readonly (readonly [ConformanceCase, Outcome])[]) =>
      new Set(rows.flatMap(([{ subject }, outcome]) => ('gradient 0' in outcome ? [subject] : [])));
    expect(gradientsOf(chosen.map(({ row, expected }) => [row, expected]))).toEqual(gradientsOf(all));
    expect(gradientsOf(all).size).toBeGreaterThan(100);
  });

  it('names each case once', () => {
    expect(new Set(conformanceCases.map(({ name }) => name)).size).toBe(conformanceCases.length);
  });

  it('fails on nothing that is right', async () => {
    expect(await failing(referenceBackend(), 'Conv2D')).toBe(undefined);
  });

  it.each(kernels.filter(({ alias }) => !alias).map(({ name }) => name))(
    'fails on a backend whose %s is broken',
    async (name) => {
      expect(await failing(off(name, 1), name)).toBeDefined();
    },
  );
});
