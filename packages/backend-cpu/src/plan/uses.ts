import type { ProgramValue } from '@descent/core';
import type { Step } from './step.js';

/** Where the values of a program are read. */
export class Uses {
  /** Places of the steps that read a value; a step that reads it twice counts twice. */
  readonly #readers = new Map<number, number[]>();
  readonly #results: ReadonlySet<number>;

  constructor(steps: readonly Step[], results: readonly ProgramValue[]) {
    this.#results = new Set(results.map(({ value }) => value));
    steps.forEach(({ inputs }, i) => {
      for (const { value } of inputs) {
        const readers = this.#readers.get(value);
        if (readers) readers.push(i);
        else this.#readers.set(value, [i]);
      }
    });
  }

  /** The only step that reads a value; undefined where there are several, and for results of the program. */
  onlyReader({ value }: ProgramValue): number | undefined {
    const readers = this.#readers.get(value) ?? [];
    return readers.length === 1 && !this.#results.has(value) ? readers[0] : undefined;
  }
}
