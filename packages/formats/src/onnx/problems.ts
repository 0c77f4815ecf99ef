import { FormatError } from '@descent/core';
import { Unsupported } from './unsupported.js';

/** Everything about a model that cannot be written, gathered so that one error names it all. */
export class Problems {
  readonly #found = new Map<string, Set<string>>();

  /** Puts down a problem, and where it is. */
  add(place: string, problem: string): void {
    const found = this.#found.get(place) ?? new Set();
    this.#found.set(place, found.add(problem));
  }

  /** What `f` gives; undefined where it cannot be written, which is put down. */
  within<R>(place: string, f: () => R): R | undefined {
    try {
      return f();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.add(place, error.message);
      return undefined;
    }
  }

  /** @throws FormatError E_UNSUPPORTED if there is a problem */
  throwIfAny(op: string): void {
    if (this.#found.size === 0) return;
    const lines = [...this.#found].flatMap(([place, problems]) =>
      [...problems].map((problem) => `\n  - ${place}: ${problem}`),
    );
    throw new FormatError(`${op}: ONNX cannot express${lines.join('')}`, {
      code: 'E_UNSUPPORTED',
      fix: 'use other layers there, or export the model up to them: model(x, layer.output)',
    });
  }
}
