import { discard, type Tensor } from './tensor.js';

const marked = new WeakSet<Tensor>();

/** Marks a tensor that an op made of an operand, such as the scalar of a plain number, for one kernel call. */
export function temporary(tensor: Tensor): Tensor {
  marked.add(tensor);
  return tensor;
}

/** Takes the mark away: the tensor serves several calls, and a scope frees it. */
export function lasting(tensor: Tensor): Tensor {
  marked.delete(tensor);
  return tensor;
}

/** Frees those of a call's inputs that were made for it. Tapes and captures hold handles of their own. */
export function freeTemporaries(inputs: readonly Tensor[]): void {
  for (const input of inputs) if (marked.delete(input)) discard(input);
}
