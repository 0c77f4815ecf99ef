import { mul } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * Product of its inputs, element by element: y = a · b · ….
 *
 * @returns a layer of a list of two inputs or more, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example multiply()([a, b])
 */
export function multiply(options: LayerOptions = {}): MergeLayer<Elementwise<'multiply'>> {
  return defineElementwise<'multiply'>(
    { kind: 'multiply', merge: (inputs) => inputs.reduce((a, b) => mul(a, b)) },
    options,
  );
}
