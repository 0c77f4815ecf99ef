import {
  abs,
  clip,
  div,
  max,
  maximum,
  minimum,
  mul,
  scalar,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
} from '@descent/core';
import type { CommonOptions } from './common-options.js';

/** The gradients, cut or shortened as the options say; not longer than float32 reaches, however long they are. */
export function clipGradients(options: CommonOptions, gradients: readonly Tensor[]): readonly Tensor[] {
  const { clipValue, clipNorm, clipGlobalNorm } = options;
  if (clipValue !== undefined) return gradients.map((gradient) => clip(gradient, -clipValue, clipValue));
  if (clipNorm !== undefined) return gradients.flatMap((gradient) => shortened([gradient], clipNorm));
  if (clipGlobalNorm !== undefined) return shortened(gradients, clipGlobalNorm);
  return gradients;
}

/** The largest |g| of all gradients; 0 where there is none. */
export function largestOf(gradients: readonly Tensor[]): Tensor {
  const full = gradients.filter(({ size }) => size > 0);
  return full.length === 0 ? scalar(0) : max(stack(full.map((gradient) => max(abs(gradient)))));
}

/** Gradients times min(1, limit / norm), with the norm as largest · √Σ(g / largest)²: no square overflows. */
function shortened(gradients: readonly Tensor[], limit: number): Tensor[] {
  const full = gradients.filter(({ size }) => size > 0);
  if (full.length === 0) return [...gradients];
  const largest = maximum(largestOf(full), 1e-30);
  const root = sqrt(sum(stack(full.map((gradient) => sum(square(div(gradient, largest)))))));
  const scale = minimum(1, div(div(limit, maximum(root, 1e-30)), largest));
  return gradients.map((gradient) => mul(gradient, scale));
}
