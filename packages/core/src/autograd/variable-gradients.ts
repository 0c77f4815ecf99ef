import type { Variable } from '../variable.js';
import { checkPrimal } from './checks.js';
import { type Differentiated, differentiate, type WithAuxiliary } from './value-and-grad.js';

/**
 * Value of a scalar function and its gradient with respect to variables that it reads: what a training step needs.
 *
 * @param f - returns a scalar tensor, or `{ value, auxiliary }` with results (metrics, say) that are passed through
 * @param variables - float32 cells; one that `f` does not read gets zeros
 * @returns gradients in the order of `variables`
 * @example
 * const { value, gradients } = variableGradients(() => w.value.square().sum(), [w]);
 */
export function variableGradients<X = undefined>(
  f: () => WithAuxiliary<X>,
  variables: readonly Variable[],
): Differentiated<X> {
  const sources = variables.map((variable) =>
    checkPrimal('variableGradients', variable.value, `variable ${variable.name}`),
  );
  return differentiate(f, sources);
}
