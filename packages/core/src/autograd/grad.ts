import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { valueAndGrad } from './value-and-grad.js';

/** Gradients in the form of the arguments: one for one, a tuple for several. */
export type Gradients<Args extends readonly Tensor[]> = Args extends readonly [Tensor<infer S extends Shape>]
  ? Tensor<S>
  : { -readonly [K in keyof Args]: Args[K] };

/**
 * The gradient of a scalar function: g(x) = ∂f/∂x.
 *
 * @param f - takes float32 tensors, returns a scalar tensor; runs synchronously
 * @returns a function of the same arguments that gives the gradient (a tuple when there are several), each of
 * its argument's shape. It can be differentiated again.
 * @throws ShapeError when f returns no scalar, DtypeError for arguments that are not float32
 * @example
 * const slope = grad((x: Tensor) => x.square().sum());
 * slope(tensor([1, 2, 3])).arraySync(); // [2, 4, 6]
 * grad(slope)(scalar(3)).item();        // 2
 */
export function grad<const Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
): (...args: Args) => Gradients<Args> {
  const both = valueAndGrad(f);
  return (...args) => scope(() => both(...args).gradient);
}
