import { sub, type Tensor } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * Difference of two inputs: y = a − b.
 *
 * @returns a layer of a list of two inputs, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example subtract()([a, b])
 */
export function subtract(options: LayerOptions = {}): MergeLayer<Elementwise<'subtract'>> {
  return defineElementwise<'subtract'>(
    { kind: 'subtract', count: 2, merge: ([a, b]) => sub(a as Tensor, b as Tensor) },
    options,
  );
}
