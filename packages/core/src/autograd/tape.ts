import type { Attrs, Kernel } from '../kernel.js';
import { discard, share, type Tensor } from '../tensor.js';

/** One kernel call as a tape remembers it, with handles of the tape's own. */
export interface TapeEntry {
  readonly kernel: Kernel;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attrs: Attrs;
}

/** The kernel calls that depend on watched tensors, in order. */
export class Tape {
  readonly entries: TapeEntry[] = [];
  readonly #followed = new Set<number>();

  /** Follows what is computed from `tensor`. */
  watch(tensor: Tensor): void {
    this.#followed.add(tensor.id);
  }

  /** True when `tensor` was computed from something watched. */
  follows(tensor: Tensor): boolean {
    return this.#followed.has(tensor.id);
  }

  /** Remembers a call if it has a followed float input and a float output. */
  record(kernel: Kernel, inputs: readonly Tensor[], attrs: Attrs, outputs: readonly Tensor[]): void {
    if (!inputs.some((input) => this.#followed.has(input.id))) return;
    const differentiable = outputs.filter((output) => output.dtype === 'float32');
    if (differentiable.length === 0) return;
    for (const output of differentiable) this.#followed.add(output.id);
    this.entries.push({ kernel, inputs: inputs.map(share), outputs: outputs.map(share), attrs });
  }

  /** Lets go of the remembered tensors. */
  dispose(): void {
    for (const { inputs, outputs } of this.entries)
      for (const tensor of [...inputs, ...outputs]) discard(tensor);
    this.entries.length = 0;
  }
}

const running: Tape[] = [];

/** Tells every running tape of a kernel call. */
export function recordOnTapes<A extends Attrs>(
  kernel: Kernel<A>,
  inputs: readonly Tensor[],
  attrs: A,
  outputs: readonly Tensor[],
): void {
  for (const tape of running) tape.record(kernel as unknown as Kernel, inputs, attrs, outputs);
}

/** Runs `f` while `tape` listens. Tapes nest: outer ones go on listening. */
export function taping<R>(tape: Tape, f: () => R): R {
  running.push(tape);
  try {
    return f();
  } finally {
    running.pop();
  }
}

/** True while some function is being differentiated. */
export function isTaping(): boolean {
  return running.length > 0;
}
