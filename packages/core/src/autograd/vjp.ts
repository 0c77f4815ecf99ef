import { disposeSymbol } from '../disposal.js';
import { DisposedError, ShapeError } from '../errors.js';
import { identity } from '../ops/identity.js';
import { scope } from '../scope.js';
import { sameShape, showShape } from '../shape.js';
import { discard, share, type Tensor } from '../tensor.js';
import { backward } from './backward.js';
import { checkPrimal, checkResult } from './checks.js';
import { Tape, taping } from './tape.js';

/** A value and the map that carries its gradient back. */
export interface Vjp<Args extends readonly Tensor[]> {
  readonly value: Tensor;
  /** Gradients of the arguments, in a tuple, from the gradient of the value. May be called many times. */
  pullback(gradient: Tensor): { -readonly [K in keyof Args]: Args[K] };
  /** Frees what the pullback holds. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * Vector–Jacobian product: runs f once and gives v ↦ vᵀ J, for results of any shape.
 *
 * @param f - takes float32 tensors, returns a float32 tensor
 * @throws DtypeError, ShapeError
 * @example
 * using run = vjp((x: Tensor) => x.square(), tensor([1, 2]));
 * run.pullback(tensor([1, 10])); // [[2, 40]]
 */
export function vjp<const Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
  ...args: Args
): Vjp<Args> {
  args.forEach((arg, i) => {
    checkPrimal('vjp', arg, `argument ${i}`);
  });
  const tape = new Tape();
  // Values of their own: an argument that is given twice, or that f also uses from outside, is told apart.
  const sources = scope(() => args.map((arg) => share(identity(arg)))) as unknown as Args;
  for (const source of sources) tape.watch(source);
  let held: Tensor | undefined;
  const dispose = (): void => {
    tape.dispose();
    for (const source of sources) discard(source);
    if (held) discard(held);
    held = undefined;
  };
  try {
    const value = scope(() =>
      checkResult(
        'vjp',
        taping(tape, () => f(...sources)),
      ),
    );
    held = share(value);
    return {
      value,
      pullback(gradient) {
        const target = held;
        if (!target) throw new DisposedError('vjp: the pullback was already disposed');
        checkPrimal('pullback', gradient, 'the gradient');
        if (!sameShape(gradient.shape, target.shape)) {
          throw new ShapeError(
            `pullback: the value is ${showShape(target.shape)}, its gradient is ${showShape(gradient.shape)}`,
          );
        }
        return scope(() => backward(tape, [{ tensor: target, gradient }], sources)) as never;
      },
      dispose,
      [disposeSymbol]: dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
