import { type Tensor, vjp } from '@descent/core';
import type { OpCase } from './op-case.js';
import { opCases } from './op-cases/index.js';

/** Cases that can be compiled: one that made a source of random numbers and disposed of it has none when the plan runs. */
export const repeatableCases: readonly OpCase[] = opCases.filter(
  ({ name }) => !name.endsWith('the same numbers for a seed'),
);

/**
 * What a case gives, and the gradients of its float inputs where it has any.
 * @example compile((...tensors: Tensor[]) => resultsOf(row, tensors))
 */
export function resultsOf({ inputs, run, gradients }: OpCase, given: readonly Tensor[]): Tensor[] {
  const result = run(...given);
  const places = inputs.flatMap(({ dtype = 'float32' }, i) => (dtype === 'float32' ? [i] : []));
  if (gradients === false || result.dtype !== 'float32' || places.length === 0) return [result];
  const f = (...floats: Tensor[]): Tensor =>
    run(...given.map((fixed, i) => floats[places.indexOf(i)] ?? fixed));
  using differentiated = vjp(f, ...places.map((i) => given[i] as Tensor));
  return [result, ...(differentiated.pullback(result) as Tensor[])];
}
