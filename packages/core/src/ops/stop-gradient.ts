import { applyOne } from '../dispatch.js';
import { type Attrs, defineKernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';

/** An identity: the output is the input's buffer; no gradient flows. */
export const stopGradientKernel = defineKernel<Attrs>({
  name: 'StopGradient',
  op: 'stopGradient',
  alias: true,
  outputs: ([x]) => [x as TensorSpec],
  reference: ([x], [out]) => out?.values.set(x?.values ?? []),
  gradient: () => [undefined],
});

/**
 * The same values, through which no gradient flows. Copies nothing.
 *
 * @example grad((x: Tensor) => x.mul(stopGradient(x)).sum())(tensor([3])).arraySync() // [3], not [6]
 */
export function stopGradient<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(stopGradientKernel, [checkTensor('stopGradient', x)], {}) as Tensor<S>;
}
