import { discard, share, type Tensor, tensor, type Variable } from '@descent/core';
import type { NamedArray } from './checkpoints/safetensors.js';

/** What variables held at one moment; copies nothing, since tensors never change. */
export class Snapshot {
  readonly #held: { readonly variable: Variable; readonly tensor: Tensor }[];
  #arrays: Promise<Record<string, NamedArray>> | undefined;
  /** Host copies, once they were read. */
  #copies: Record<string, NamedArray> | undefined;

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

  /** The values, by the places of the variables: read once, all before what the device is told next. */
  read(): Promise<Record<string, NamedArray>> {
    this.#arrays ??= this.#readAll();
    return this.#arrays;
  }

  async #readAll(): Promise<Record<string, NamedArray>> {
    const arrays = this.#held.map(async ({ tensor: { shape }, tensor: held }) => {
      return { shape, values: await held.data() };
    });
    this.#copies = Object.fromEntries(Object.entries(await Promise.all(arrays)));
    return this.#copies;
  }

  /** Puts the tensors back; of a device that was lost, the values that were read, where they were. */
  restore(): void {
    for (const [i, { variable, tensor }] of this.#held.entries()) {
      const copy = this.#copies?.[i];
      if (tensor.backend.lost === undefined) variable.assign(tensor);
      else if (copy) variable.reset(copy.values);
    }
  }

  /** Lets the tensors go. */
  dispose(): void {
    for (const { tensor } of this.#held) discard(tensor);
  }
}
