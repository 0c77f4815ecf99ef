import { add, mul, sub, type Tensor } from '@descent/core';
import type { Range } from './factor.js';
import { besideImages, type PerImage } from './per-image.js';
import { within } from './value-range.js';

/** base + factor · (x − base), between black and white; x itself where the factor is the number 1. */
export function blend(base: () => Tensor, x: Tensor, factor: PerImage, values: Range): Tensor {
  if (factor === 1) return x;
  const from = base();
  return within(add(mul(sub(x, from) as Tensor, besideImages(factor)) as Tensor, from) as Tensor, values);
}
