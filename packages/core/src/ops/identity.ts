import { applyOne } from '../dispatch.js';
import { type Attrs, defineKernel, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';

/** Identity; shares the buffer. */
export const identityKernel: Kernel = defineKernel<Attrs>({
  name: 'Identity',
  op: 'identity',
  alias: true,
  outputs: ([x]) => [x as TensorSpec],
  reference: ([x], [out]) => out?.values.set(x?.values ?? []),
  gradient: ([dy]) => [dy],
});

/**
 * The same values as a value of its own: a gradient with respect to it is not one with respect to x.
 *
 * @example identity(tensor([1, 2])).arraySync() // [1, 2]
 */
export function identity<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(identityKernel, [checkTensor('identity', x)], {}) as Tensor<S>;
}
