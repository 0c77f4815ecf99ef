import { add as plus } from '@descent/core';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { defineElementwise, type Elementwise } from './elementwise.js';

/**
 * Sum of its inputs: y = a + b + …, as of a shortcut and what it goes around.
 *
 * @returns a layer of a list of two inputs or more, whose shapes broadcast
 * @throws ShapeError when they do not
 * @example add()([a, b])
 */
export function add(options: LayerOptions = {}): MergeLayer<Elementwise<'add'>> {
  return defineElementwise<'add'>(
    { kind: 'add', merge: (inputs) => inputs.reduce((a, b) => plus(a, b)) },
    options,
  );
}
