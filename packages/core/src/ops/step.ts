import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Attributes of the Step kernel. */
export type StepAttrs = { readonly alpha: number };

/** Step: 1 above 0, alpha elsewhere, as TensorFlow.js has it. NaN stays NaN. */
export const stepKernel = defineUnary<StepAttrs>({
  name: 'Step',
  op: 'step',
  compute: (x, { alpha }) => (x > 0 ? 1 : Number.isNaN(x) ? x : alpha),
});

/**
 * Heaviside step, elementwise: 1 where x > 0, else 0. NaN stays NaN. Its gradient is 0 everywhere.
 *
 * @throws DtypeError for bool
 * @example step(tensor([-1, 0, 2])).arraySync() // [0, 0, 1]
 */
export function step<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(stepKernel, [checkNumeric('step', x)], { alpha: 0 }) as Tensor<S>;
}
