import type { Optimizer } from './optimizers/optimizer.js';

/** The rate that an optimizer was given, and the one that its last run left it with. */
const runs = new WeakMap<Optimizer, { readonly given: number; readonly left: number }>();

/**
 * The rate that an optimizer was given, when it was made or since its last run; what callbacks set is none. Undefined
 * where a schedule rules it.
 */
export function givenRate(optimizer: Optimizer): number | undefined {
  if (optimizer.schedule) return undefined;
  const { learningRate } = optimizer;
  const before = runs.get(optimizer);
  return before?.left === learningRate ? before.given : learningRate;
}

/** Notes the rate that a run leaves an optimizer with, which had begun with another given to it. */
export function leaveRate(optimizer: Optimizer, given: number | undefined): void {
  if (given !== undefined) runs.set(optimizer, { given, left: optimizer.learningRate });
}
