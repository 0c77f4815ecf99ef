import { Rng } from '@descent/core';
import type { Order } from './dataset.js';

/** A random order of `length` examples: the same seed and epoch give the same order, for ever. */
export function shuffledPlaces(length: number, { seed, epoch }: Order): Int32Array {
  return new Rng(seed).split('shuffle').split(epoch).permutation(length);
}
