import { add, div } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * Mean of its inputs: y = (a + b + …) / n.
 *
 * @returns a layer of a list of two inputs or more, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example average()([a, b])
 */
export function average(options: LayerOptions = {}): MergeLayer<Elementwise<'average'>> {
  return defineElementwise<'average'>(
    {
      kind: 'average',
      merge: (inputs) =>
        div(
          inputs.reduce((a, b) => add(a, b)),
          inputs.length,
        ),
    },
    options,
  );
}
