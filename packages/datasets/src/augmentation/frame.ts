import type { Tensor } from '@descent/core';
import type { Frame } from './augmentation.js';

/** The number and size of images. */
export function frameOf(x: Tensor): Frame {
  const [count, height, width] = x.shape as readonly [number, number, number];
  return { count, height, width };
}
