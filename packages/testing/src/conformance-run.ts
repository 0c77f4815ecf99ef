import { type Backend, kernels, referenceBackend } from '@descent/core';
import { expectAgreement, type Outcome, outcomeOn } from './agreement.js';
import type { Tolerance } from './close.js';
import type { ConformanceCase } from './conformance-case.js';
import { Coverage } from './coverage.js';
import { isFull } from './is-full.js';
import { KernelWatch, type Seen } from './kernel-watch.js';

/** What a case gives by the reference kernels. */
export interface Expected {
  readonly outcome: Outcome;
  /** The kernels that made it. */
  readonly kernels: Seen;
}

/** What the reference kernels gave: backends that are tried in one process share it. */
const known = new Map<ConformanceCase, Expected>();

/** One pass of a backend through the cases: which are chosen, and what was run. */
export class ConformanceRun {
  readonly reference: Backend;
  /** The kernel calls of all cases that were looked at, chosen or not. */
  readonly coverage = new Coverage();
  readonly #watch = new KernelWatch(referenceBackend());
  readonly #quick: Backend;
  readonly #tried = new Set<string>();
  readonly #excused = new Set<string>();
  #count = 0;

  /** @param quick - vouched for by the reference kernels; says what is right where those take long */
  constructor(quick: Backend) {
    this.#quick = quick;
    this.reference = this.#watch.backend;
  }

  /** How many cases were chosen. */
  get count(): number {
    return this.#count;
  }

  /** Names of the kernels that no case ran, neither a chosen one nor one that differs for a reason. */
  get missing(): readonly string[] {
    const ran = new Set(Array.from([...this.#tried, ...this.#excused], (facet) => facet.split(' ')[0]));
    return kernels.flatMap(({ name, alias }) => (alias || ran.has(name) ? [] : [name]));
  }

  async expected(row: ConformanceCase): Promise<Expected> {
    const expected = known.get(row) ?? (await this.#found(row));
    known.set(row, expected);
    this.coverage.add(row, expected.kernels);
    return expected;
  }

  /**
   * Whether a case runs: all do with DESCENT_FULL=1, else those with something new: a subject, gradients of it, a kernel
   * on inputs of some dtypes, or on many elements.
   */
  chooses(row: ConformanceCase, expected: Expected): boolean {
    const facets = facetsOf(row, expected);
    if (!isFull && facets.every((each) => this.#tried.has(each))) return false;
    for (const each of facets) this.#tried.add(each);
    this.#count++;
    return true;
  }

  /** Notes what a case is about that differs for a reason. */
  excuses(row: ConformanceCase, expected: Expected): void {
    for (const each of facetsOf(row, expected)) this.#excused.add(each);
  }

  /** What some case is about and no case that ran was. */
  untried(rows: readonly (readonly [ConformanceCase, Expected])[]): string[] {
    const all = new Set(rows.flatMap(([row, expected]) => facetsOf(row, expected)));
    return [...all].filter((each) => !this.#tried.has(each) && !this.#excused.has(each));
  }

  async #found(row: ConformanceCase): Promise<Expected> {
    this.#watch.taken();
    const isQuick = row.isLongest || (row.isLong && !isFull);
    const outcome = await outcomeOn(isQuick ? this.#quick : this.reference, row.outcome);
    return { outcome, kernels: this.#watch.taken() };
  }
}

/** What a case is about: `op add`, `gradients of op add`, `Add of float32`, `Add of float32, many`. */
function facetsOf({ subject }: ConformanceCase, { outcome, kernels }: Expected): string[] {
  const hasGradients = Object.keys(outcome).some((name) => /gradient|^d[a-z]$/.test(name));
  return [subject, ...(hasGradients ? [`gradients of ${subject}`] : []), ...kernels.keys()];
}

/** Checks one case on a backend, which is in use afterwards. */
export async function checkConformance(
  row: ConformanceCase,
  expected: Outcome,
  backend: Backend,
  tolerance?: Tolerance,
): Promise<void> {
  const actual = await outcomeOn(backend, row.outcome);
  row.also?.(backend);
  expectAgreement(actual, expected, row.tolerance ?? tolerance);
}
