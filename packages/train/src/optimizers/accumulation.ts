import { add, div, equal, mod, type Tensor, Variable, where, zerosLike } from '@descent/core';

/** Sums of the gradients since the last update. */
export class Accumulation {
  readonly #name: string;
  readonly #limit: number;
  /** How many gradients the sums hold. */
  readonly #count: Variable;
  readonly #sums = new Map<Variable, Variable>();

  constructor(name: string, limit: number) {
    this.#name = name;
    this.#limit = limit;
    this.#count = new Variable(
      { shape: [], dtype: 'int32' },
      { name: `${name}/gradientCount`, trainable: false },
    );
  }

  /** The cells. */
  get state(): readonly Variable[] {
    return [this.#count, ...this.#sums.values()];
  }

  /** Makes the sum of a parameter's gradients. */
  prepare(variable: Variable): Variable {
    let sum = this.#sums.get(variable);
    if (!sum) {
      const { shape, name } = variable;
      sum = new Variable({ shape }, { name: `${this.#name}/${name}/gradientSum`, trainable: false });
      this.#sums.set(variable, sum);
    }
    return sum;
  }

  /** Takes a gradient of each variable; the means of as many as there should be, when `isDue` is true. */
  take(variables: readonly Variable[], gradients: readonly Tensor[]): { means: Tensor[]; isDue: Tensor } {
    const count = mod(add(this.#count.value, 1), this.#limit);
    const isDue = equal(count, 0);
    this.#count.assign(count);
    const means = variables.map((variable, i) => {
      const cell = this.prepare(variable);
      const sum = add(cell.value, gradients[i] as Tensor);
      cell.assign(where(isDue, zerosLike(sum), sum));
      return div(sum, this.#limit);
    });
    return { means, isDue };
  }

  /** Lets the sums go. */
  dispose(): void {
    this.#sums.clear();
  }
}
