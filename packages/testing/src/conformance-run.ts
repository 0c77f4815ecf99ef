import { type Backend, kernels, referenceBackend } from '@descent/core';
import { expectAgreement, type Outcome, outcomeOn } from './agreement.js';
import type { Tolerance } from './close.js';
import type { ConformanceCase } from './conformance-case.js';
import { isFull } from './is-full.js';
import { KernelWatch } from './kernel-watch.js';

/** What a case gives by the reference kernels. */
interface Expected {
  readonly outcome: Outcome;
  /** The kernels that made it, each with the dtypes of its inputs. */
  readonly kernels: ReadonlySet<string>;
}

/** One pass of a backend through the cases: which are chosen, and what was run. */
export class ConformanceRun {
  readonly reference: Backend;
  readonly #watch = new KernelWatch(referenceBackend());
  readonly #quick: Backend;
  readonly #subjects = new Set<string>();
  readonly #kernels = new Set<string>();
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
    const ran = new Set(Array.from([...this.#kernels, ...this.#excused], nameOf));
    return kernels.flatMap(({ name, alias }) => (alias || ran.has(name) ? [] : [name]));
  }

  async expected(row: ConformanceCase): Promise<Expected> {
    this.#watch.taken();
    const outcome = await outcomeOn(row.isLong && !isFull ? this.#quick : this.reference, row.outcome);
    return { outcome, kernels: this.#watch.taken() };
  }

  /** Whether a case runs: all do with DESCENT_FULL=1, else the first of its subject and of each kernel. */
  chooses({ subject }: ConformanceCase, { kernels }: Expected): boolean {
    const isNew = !this.#subjects.has(subject) || [...kernels].some((each) => !this.#kernels.has(each));
    if (!isFull && !isNew) return false;
    this.#subjects.add(subject);
    for (const kernel of kernels) this.#kernels.add(kernel);
    this.#count++;
    return true;
  }

  /** Notes the kernels of a case that differs for a reason. */
  excuses({ kernels }: Expected): void {
    for (const kernel of kernels) this.#excused.add(kernel);
  }
}

function nameOf(kernel: string): string {
  return kernel.split(' ')[0] as string;
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
