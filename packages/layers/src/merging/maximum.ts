import { maximum as larger } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * The largest of its inputs, element by element.
 *
 * @returns a layer of a list of two inputs or more, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example maximum()([a, b])
 */
export function maximum(options: LayerOptions = {}): MergeLayer<Elementwise<'maximum'>> {
  return defineElementwise<'maximum'>(
    { kind: 'maximum', merge: (inputs) => inputs.reduce((a, b) => larger(a, b)) },
    options,
  );
}
