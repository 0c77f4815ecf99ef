import { minimum as smaller } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * The smallest of its inputs, element by element.
 *
 * @returns a layer of a list of two inputs or more, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example minimum()([a, b])
 */
export function minimum(options: LayerOptions = {}): MergeLayer<Elementwise<'minimum'>> {
  return defineElementwise<'minimum'>(
    { kind: 'minimum', merge: (inputs) => inputs.reduce((a, b) => smaller(a, b)) },
    options,
  );
}
