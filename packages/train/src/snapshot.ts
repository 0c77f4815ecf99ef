import { discard, share, type Tensor, type Variable } from '@descent/core';

/** What variables held at one moment; copies nothing, since tensors never change. */
export class Snapshot {
  readonly #held: readonly { readonly variable: Variable; readonly tensor: Tensor }[];

  constructor(variables: readonly Variable[]) {
    this.#held = variables.map((variable) => ({ variable, tensor: share(variable.value) }));
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
