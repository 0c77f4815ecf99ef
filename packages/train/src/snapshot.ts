import { discard, share, type Tensor, tensor, type Variable } from '@descent/core';
import type { NamedArray } from './checkpoints/safetensors.js';

/** What variables held at one moment; copies nothing, since tensors never change. */
export class Snapshot {
  readonly #held: { readonly variable: Variable; readonly tensor: Tensor }[];

  constructor(variables: readonly Variable[]) {
    this.#held = variables.map((variable) => ({ variable, tensor: share(variable.value) }));
  }

  /** What {@link read} gave, for the same variables. */
  static of(variables: readonly Variable[], arrays: Readonly<Record<string, NamedArray>>): Snapshot {
    const snapshot = new Snapshot([]);
    variables.forEach((variable, i) => {
      const { values, shape } = arrays[i] as NamedArray;
      snapshot.#held.push({ variable, tensor: tensor(values, shape, variable.dtype) });
    });
    return snapshot;
  }

  /** The values, by the places of the variables. */
  async read(): Promise<Record<string, NamedArray>> {
    const arrays: Record<string, NamedArray> = {};
    for (const [i, { tensor: held }] of this.#held.entries()) {
      arrays[i] = { shape: held.shape, values: await held.data() };
    }
    return arrays;
  }

  /** Puts the tensors back. */
  restore(): void {
    for (const { variable, tensor } of this.#held) variable.assign(tensor);
  }

  /** Lets the tensors go. */
  dispose(): void {
    for (const { tensor } of this.#held) discard(tensor);
  }
}
