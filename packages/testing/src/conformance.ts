import { cpu } from '@descent/backend-cpu';
import { type Backend, kernels, useBackend } from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dulled } from './broken-backend.js';
import type { Tolerance } from './close.js';
import type { ConformanceCase } from './conformance-case.js';
import { conformanceCases } from './conformance-cases.js';
import { ConformanceRun, checkConformance, type Expected } from './conformance-run.js';
import { isFull } from './is-full.js';

/** How a backend may differ from the reference kernels. */
export interface ConformanceOptions {
  /** How far values may lie apart. Default: that of `expectClose`. */
  readonly tolerance?: Tolerance;
  /** Cases that the backend is known to answer otherwise, and why; each is checked to do so still. */
  readonly differences?: Readonly<Record<string, string>>;
  /** How many they are: the list grows only where this is raised too, and seen in review. Default 0. */
  readonly differenceCount?: number;
  /** The file, seen from the test's, that says how the backend runs the kernels of each op; docs/backends.md shows it. */
  readonly coverage?: string;
  /**
   * Whether layers, which are made of ops that are tried, and what takes long wait for DESCENT_FULL=1: the backend's driver
   * is one in software. Default false.
   */
  readonly isSlow?: boolean;
}

/** A case, and what it must give. */
type Looked = readonly [ConformanceCase, Expected];

/** Usual runs break one kernel in so many. */
const brokenEvery = 12;

/**
 * Differences with one reason.
 * @example { differences: { ...because('the sign of NaN is 0', 'op sign: extremes'), …} }
 */
export function because(reason: string, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

/**
 * The conformance of a backend: ops and their gradients, bad input, layers, losses, optimizers, streams of random
 * numbers and a training run give what the reference kernels give, and leave no memory behind. Runs wherever Vitest does.
 *
 * The first case of each op, layer, loss and so on runs, the first with its gradients, and each case that is the first of
 * all to run a kernel on inputs of its dtypes, or on many elements; with `DESCENT_FULL=1` all do. Those that differ always
 * run: each must fail, has a reason, and is counted.
 *
 * @example
 * const differences = { 'op sign: extremes': 'the sign of NaN is 0' };
 * conformance('webgl', () => fromTfjs('webgl'), { differences, differenceCount: 1 });
 */
export function conformance(
  name: string,
  make: () => Backend | Promise<Backend>,
  { tolerance, differences = {}, differenceCount = 0, coverage, isSlow = false }: ConformanceOptions = {},
): void {
  const isDifferent = (row: ConformanceCase): boolean => Object.hasOwn(differences, row.name);
  const different = conformanceCases.filter(isDifferent);
  const alike = conformanceCases.filter((row) => !isDifferent(row));
  describe(`${name}: conformance`, () => {
    let run: ConformanceRun;
    let quick: Backend;
    let backend: Backend;
    const seen: Looked[] = [];
    const chosen: Looked[] = [];
    const isNoticed = async (rows: readonly Looked[], broken: Backend): Promise<boolean> => {
      for (const [row, expected] of rows) {
        try {
          await checkConformance(row, expected.outcome, broken, tolerance);
        } catch {
          return true;
        }
      }
      return false;
    };
    const expectedOf = async (row: ConformanceCase): Promise<Expected> => {
      const expected = await run.expected(row);
      seen.push([row, expected]);
      return expected;
    };
    beforeAll(async () => {
      quick = await cpu({ threads: 1 });
      run = new ConformanceRun(quick);
      backend = await make();
    });
    afterAll(async () => {
      await useBackend(run.reference);
      backend?.dispose();
      quick.dispose();
    });

    it.for(alike.map((row) => [row.name, row] as const))(
      '%s',
      { timeout: isFull ? 900_000 : 300_000 },
      async ([, row], { skip }) => {
        const isUsual = isFull || !isSlow;
        if (row.isLong && !isUsual) skip('it takes minutes here: DESCENT_FULL=1');
        const expected = await expectedOf(row);
        if (row.subject.startsWith('layer ') && !isUsual) skip('ops that it is made of run: DESCENT_FULL=1');
        if (!run.chooses(row, expected)) skip('its kernels ran in cases before it');
        chosen.push([row, expected]);
        await checkConformance(row, expected.outcome, backend, tolerance);
      },
    );

    it.for(different.map((row) => [row.name, differences[row.name], row] as const))(
      '%s, which is otherwise: %s',
      async ([, , row]) => {
        const expected = await expectedOf(row);
        run.excuses(row, expected);
        await expect(checkConformance(row, expected.outcome, backend, tolerance)).rejects.toThrow();
      },
    );

    it('names only cases that there are as different', () => {
      expect(different.map((row) => row.name).sort()).toEqual(Object.keys(differences).sort());
    });

    it('differs in as many cases as were agreed to, and in no more', () => {
      expect(different.length, 'a new difference has to be mended, or counted and so reviewed').toBe(
        differenceCount,
      );
    });

    it('tried every kernel, op, gradient, layer, loss, optimizer and stream', () => {
      const rule = isFull ? '' : ', the first of each subject and of each kernel (DESCENT_FULL=1 runs all)';
      console.log(
        `${name}: ${run.count} of ${alike.length} cases ran${rule}; ${different.length} differ for a reason`,
      );
      expect(run.missing).toEqual([]);
      const missed = run.untried(seen).filter((facet) => isFull || !isSlow || !facet.includes('layer '));
      expect(missed).toEqual([]);
    });

    it('would notice a kernel that is broken', { timeout: 300_000 }, async () => {
      const names = kernels.flatMap(({ name: kernel, alias }) => (alias ? [] : [kernel]));
      const unnoticed: string[] = [];
      for (const kernel of names.filter((_, i) => isFull || i % brokenEvery === 0)) {
        const rows = chosen.filter(([, expected]) =>
          [...expected.kernels.keys()].some((each) => each.startsWith(`${kernel} of `)),
        );
        if (rows.length > 0 && !(await isNoticed(rows, dulled(backend, kernel)))) unnoticed.push(kernel);
      }
      expect(unnoticed).toEqual([]);
    });

    it.runIf(coverage)('runs kernels as docs/backends.md says (vitest -u writes it)', async ({ skip }) => {
      const isWhole =
        conformanceCases.length - seen.length <= conformanceCases.filter((row) => row.isLong).length;
      if (!isWhole) skip('only some cases were looked at');
      const found = run.coverage.of(backend);
      await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(coverage as string);
    });
  });
}
