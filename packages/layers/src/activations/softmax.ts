import { softmax as probabilities } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxis } from '../example-axis.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';

/** Shape rule of {@link softmax}. */
export interface Softmax extends KeepShape {
  readonly name: 'softmax';
}

/** Options of {@link softmax}. */
export interface SoftmaxOptions extends LayerOptions {
  /** Counted with the batch axis. Default −1. */
  readonly axis?: number;
}

/**
 * Probabilities along an axis: e^xᵢ / Σ e^xⱼ.
 *
 * @param options - `axis`, counted with the batch axis; default −1
 * @throws ShapeError for an axis outside the input, ValueError for the batch axis
 * @example softmax()
 */
export function softmax(options: SoftmaxOptions = {}): Layer<Softmax> {
  const { axis = -1 } = options;
  return defineLayer<Softmax>({
    kind: 'softmax',
    config: { ...options },
    options,
    optionNames: { axis: true } satisfies OptionNames<SoftmaxOptions>,
    build(inputShape) {
      const at = exampleAxis('softmax', axis, inputShape);
      return { outputShape: inputShape, call: (x) => probabilities(x, at) };
    },
  });
}
