import type { TypedArray } from '../dtype.js';
import { ValueError } from '../errors.js';
import { tensor } from '../ops/tensor.js';
import { readNow } from '../read-now.js';
import { scope } from '../scope.js';
import { showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkPrimal } from './checks.js';
import { vjp } from './vjp.js';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /** Half the distance of the two values that a central difference compares. Default 1e-2. */
  readonly step?: number;
  /** Allowed difference: |a − n| ≤ tolerance · (1 + |n|). Default 1e-2, which float32 values allow. */
  readonly tolerance?: number;
}

/**
 * Compares gradients with central differences (f(x + h) − f(x − h)) / 2h in every element of every argument.
 * The result is weighted with fixed numbers, so that errors cannot cancel.
 *
 * @param f - takes float32 tensors, returns a float32 tensor of any shape; smooth around the arguments
 * @returns the largest relative difference that was found
 * @throws ValueError naming argument, element and both numbers where they differ by more
 * @example checkGradients((x: Tensor) => x.square(), tensor([1, 2, 3])) // about 1e-5
 */
export function checkGradients<const Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
  args: Args,
  { step = 1e-2, tolerance = 1e-2 }: CheckGradientsOptions = {},
): number {
  for (const [i, arg] of args.entries()) checkPrimal('checkGradients', arg, `argument ${i}`);
  const { gradients, weights } = analytic(f, args);
  const weighted = (values: Float64Array): number =>
    values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
  let worst = 0;
  args.forEach((arg, k) => {
    const base = valuesOf(arg);
    for (let i = 0; i < base.length; i++) {
      const [above, below] = [step, -step].map((shift) => {
        const moved = Float32Array.from(base);
        moved[i] = (base[i] as number) + shift;
        return { at: moved[i] as number, value: weighted(evaluate(f, args, k, moved)) };
      }) as [{ at: number; value: number }, { at: number; value: number }];
      const numeric = (above.value - below.value) / (above.at - below.at);
      const exact = gradients[k]?.[i] as number;
      const difference = Math.abs(exact - numeric) / (1 + Math.abs(numeric));
      if (!(difference <= tolerance)) {
        throw new ValueError(
          `checkGradients: argument ${k} of shape ${showShape(arg.shape)}, element ${i}: the gradient is ${exact}, central differences give ${numeric}`,
          {
            fix: 'compare the gradient with the derivative of the formula; at a kink (relu at 0) no step agrees',
          },
        );
      }
      worst = Math.max(worst, difference);
    }
  });
  return worst;
}

function analytic<Args extends readonly Tensor[]>(f: (...args: Args) => Tensor, args: Args) {
  return scope(() => {
    using run = vjp(f, ...args);
    const weights = Float32Array.from({ length: run.value.size }, (_, i) => 1 + 0.5 * Math.sin(3 * i + 1));
    const gradients = run.pullback(tensor(weights, run.value.shape)) as readonly Tensor[];
    return { weights, gradients: gradients.map(valuesOf) };
  });
}

function evaluate<Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
  args: Args,
  k: number,
  values: Float32Array,
) {
  return scope(() => {
    const moved = args.map((arg, i) => (i === k ? tensor(values, arg.shape) : arg)) as unknown as Args;
    return Float64Array.from(valuesOf(f(...moved)));
  });
}

function valuesOf(tensor: Tensor): TypedArray {
  return readNow(
    tensor,
    'checkGradients',
    'check on a backend that can: await useBackend(referenceBackend())',
  );
}
