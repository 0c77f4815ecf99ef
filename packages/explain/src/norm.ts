import { abs, greater, type HostTensor, scope, type Tensor, where } from '@descent/core';

/** A norm in two factors, whose squares neither overflow nor vanish: largest · √(Σ (x / largest)²). */
export interface ScaledNorm {
  /** Largest magnitude. */
  readonly largest: Tensor;
  /** Σ (x / largest)², a scalar. */
  readonly squares: Tensor;
}

/** Euclidean norm of a tensor; runs in a scope. */
export function scaledNorm(x: Tensor): ScaledNorm {
  const largest = abs(x).max();
  const scale = where(greater(largest, 0), largest, 1);
  return { largest, squares: scope(() => x.div(scale).square().sum()) };
}

/** The Euclidean norm of several tensors together, as a number; infinite where a value is. */
export function normOf(
  parts: readonly {
    readonly largest: HostTensor<Float32Array>;
    readonly squares: HostTensor<Float32Array>;
  }[],
): number {
  return Math.hypot(
    ...parts.map(({ largest, squares }) => {
      const [most = 0, sum = 0] = [largest.values[0], squares.values[0]];
      return Math.abs(most) === Number.POSITIVE_INFINITY ? most : most * Math.sqrt(sum);
    }),
  );
}
