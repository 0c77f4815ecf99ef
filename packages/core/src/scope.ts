import { ValueError } from './errors.js';
import { watchForLeak } from './leaks.js';
import { checkBudget, countUnscoped } from './memory.js';
import { discard, storageOf, type Tensor } from './tensor.js';
import { tensorsIn } from './tree.js';

const open: Set<Tensor>[] = [];

/**
 * Called before an op allocates: outside every scope the bytes count against the memory limit.
 * @throws MemoryError
 */
export function reserve(op: string, bytes: number): void {
  if (open.length === 0) checkBudget(op, bytes);
}

/** Puts a new handle under the innermost scope, or under diagnosis when none is open. */
export function adopt(tensor: Tensor): void {
  const innermost = open[open.length - 1];
  if (innermost) {
    innermost.add(tensor);
    return;
  }
  const storage = storageOf(tensor);
  if (!storage) return;
  countUnscoped(storage);
  watchForLeak(tensor, storage);
}

/**
 * Runs `f` and frees every tensor that it made, but for those it returns (alone, or inside arrays and plain
 * objects). Scopes nest: what an inner one returns belongs to the outer one.
 *
 * @param f - a synchronous function
 * @returns what `f` returned
 * @throws ValueError when `f` returns a promise: use `using` on single tensors in asynchronous code
 * @example
 * const loss = scope(() => squaredDifference(predict(x), y).mean());
 */
export function scope<R>(f: () => R): R {
  const made = new Set<Tensor>();
  open.push(made);
  let result: R | undefined;
  try {
    result = f();
    if (isPromise(result)) {
      result.then(undefined, () => undefined);
      throw new ValueError(
        'scope: the function returned a promise, and its tensors would be freed before it settles',
        {
          fix: 'hold single tensors with `using x = …` in asynchronous code',
        },
      );
    }
    return result;
  } finally {
    open.pop();
    const kept = new Set(tensorsIn(result));
    for (const tensor of made) {
      if (kept.has(tensor)) adopt(tensor);
      else discard(tensor);
    }
  }
}

/** True for anything that can be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && 'then' in value && typeof value.then === 'function';
}
