import { checkEpsilon, layerNorm as normalize, ValueError } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxes } from '../example-axis.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';
import { type AffineOptions, affineOptionNames, affineParameters } from './affine.js';
import { alongAxes } from './along-axes.js';

/** Shape rule of {@link layerNorm}. */
export interface LayerNorm extends KeepShape {
  readonly name: 'layerNorm';
}

/** Options of {@link layerNorm}. */
export interface LayerNormOptions extends LayerOptions, AffineOptions {
  /** The axis, or axes, to normalise over, counted with the batch axis. Default −1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance, so that equal values do not divide by 0. Default 1e-3. */
  readonly epsilon?: number;
}

/**
 * Layer normalization: brings each example, along the last axis or those that are named, to mean 0 and variance 1, then
 * scales and shifts it by what is learned: y = γ (x − mean) / √(variance + ε) + β. Examples do not depend on one
 * another, and training computes the same as inference.
 *
 * @param options - `axis`, `epsilon`, `scale` and `center` to have γ and β, and how they start and are treated
 * @returns a layer that keeps the shape, with gamma and beta of the sizes of the axes, in the order of the input
 * @throws ValueError for an epsilon below 0, no axis or the batch axis, ShapeError for an axis outside the input
 * @see Ba, Kiros and Hinton, Layer normalization, arXiv:1607.06450
 * @example layerNorm({ epsilon: 1e-6 })
 */
export function layerNorm(options: LayerNormOptions = {}): Layer<LayerNorm> {
  const { axis = -1, epsilon = 1e-3 } = options;
  checkEpsilon('layerNorm', epsilon);
  if ([axis].flat().length === 0) {
    throw new ValueError('layerNorm: axis is an empty list', { fix: 'name one axis at least: axis: [-1]' });
  }
  return defineLayer<LayerNorm>({
    kind: 'layerNorm',
    config: { ...options },
    options,
    optionNames: { axis: true, epsilon: true, ...affineOptionNames } satisfies OptionNames<LayerNormOptions>,
    build(inputShape, context) {
      const axes = exampleAxes('layerNorm', axis, inputShape);
      const { gamma, beta } = affineParameters(
        context,
        axes.map((at) => inputShape[at - 1] as number),
        options,
      );
      return {
        outputShape: inputShape,
        call: (x) =>
          alongAxes(x, axes, (rows) => {
            const [scale, offset] = [gamma, beta].map((each) => each?.value.reshape([-1]));
            return normalize(rows, { scale, offset, epsilon });
          }),
      };
    },
  });
}
