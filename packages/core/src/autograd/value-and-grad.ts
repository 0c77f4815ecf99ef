import { identity } from '../ops/identity.js';
import { onesLike } from '../ops/ones-like.js';
import { scope } from '../scope.js';
import { Tensor } from '../tensor.js';
import { backward } from './backward.js';
import { checkPrimal, checkScalarResult } from './checks.js';
import type { Gradients } from './grad.js';
import { Tape, taping } from './tape.js';

/** A scalar and its gradient. */
export interface ValueAndGradient<Args extends readonly Tensor[]> {
  readonly value: Tensor<readonly []>;
  readonly gradient: Gradients<Args>;
}

/**
 * As {@link grad}, and the function's value too, for the price of one.
 *
 * @example
 * const { value, gradient } = valueAndGrad((x: Tensor) => x.square().sum())(tensor([3, 4]));
 * value.item(); // 25, and gradient is [6, 8]
 */
export function valueAndGrad<const Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
): (...args: Args) => ValueAndGradient<Args> {
  return (...args) => {
    args.forEach((arg, i) => {
      checkPrimal('grad', arg, `argument ${i}`);
    });
    return scope(() => {
      // Values of their own: an argument that is given twice, or that f also uses from outside, is told apart.
      const own = args.map(identity) as unknown as Args;
      const { value, gradients } = differentiate(() => f(...own), own);
      return { value, gradient: (own.length === 1 ? gradients[0] : gradients) as Gradients<Args> };
    });
  };
}

/** What a differentiated function may return: a scalar, or one with results that are only passed through. */
export type WithAuxiliary<X> = Tensor | { readonly value: Tensor; readonly auxiliary: X };

/** A scalar, its gradients, and what the function returned besides. */
export interface Differentiated<X> {
  readonly value: Tensor<readonly []>;
  readonly gradients: Tensor[];
  readonly auxiliary: X;
}

/** Value of a scalar function and its gradients with respect to `sources`, which exist already. */
export function differentiate<X>(f: () => WithAuxiliary<X>, sources: readonly Tensor[]): Differentiated<X> {
  return scope(() => {
    const tape = new Tape();
    for (const source of sources) tape.watch(source);
    try {
      const result = taping(tape, f);
      const { value: given, auxiliary } =
        result instanceof Tensor || typeof result !== 'object' || result === null || !('value' in result)
          ? { value: result, auxiliary: undefined as X }
          : result;
      const value = checkScalarResult('grad', given) as Tensor<readonly []>;
      const gradients = backward(tape, [{ tensor: value, gradient: onesLike(value) }], sources);
      return { value, gradients, auxiliary };
    } finally {
      tape.dispose();
    }
  });
}
