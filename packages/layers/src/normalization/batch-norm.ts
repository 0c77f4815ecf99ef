import {
  checkEpsilon,
  describeValue,
  moments,
  batchNorm as normalize,
  type Tensor,
  ValueError,
} from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxis } from '../example-axis.js';
import type { Initializer, InitializerName } from '../initializers/initializer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Parameter } from '../parameter.js';
import type { KeepShape } from '../shape-function.js';
import { type AffineOptions, affineOptionNames, affineParameters } from './affine.js';
import { alongAxes } from './along-axes.js';

/** Shape rule of {@link batchNorm}. */
export interface BatchNorm extends KeepShape {
  readonly name: 'batchNorm';
}

/** Options of {@link batchNorm}. */
export interface BatchNormOptions extends LayerOptions, AffineOptions {
  /** The axis of the channels, counted with the batch axis. Default −1. */
  readonly axis?: number;
  /** How much of a moving average stays at each step, in [0, 1]. Default 0.99. */
  readonly momentum?: number;
  /** Added to the variance, so that a constant channel does not divide by 0. Default 1e-3. */
  readonly epsilon?: number;
  /** Default 'zeros'. */
  readonly movingMeanInitializer?: Initializer | InitializerName;
  /** Default 'ones'. */
  readonly movingVarianceInitializer?: Initializer | InitializerName;
}

/**
 * Batch normalization: brings each channel to mean 0 and variance 1, then scales and shifts it by what is learned:
 * y = γ (x − mean) / √(variance + ε) + β.
 *
 * While training, mean and variance are those of the batch, over all axes but the channels', and the layer keeps moving
 * averages of them: average ← momentum · average + (1 − momentum) · batch. Otherwise the averages take their place, so
 * that examples do not depend on one another. A layer with `trainable = false` uses its averages while training too, and
 * leaves them as they are.
 *
 * The variance of a batch is divided by the count, not by one less, in the averages too. A batch of one number for each
 * channel has variance 0, and gives β while training; a batch of none leaves the averages alone. There is no masking,
 * no `renorm` and no `synchronized`.
 *
 * @param options - `axis`, `momentum`, `epsilon`, `scale` and `center` to have γ and β, and how each parameter starts
 * and is treated
 * @returns a layer that keeps the shape, with gamma, beta, movingMean and movingVariance [channels]; the last two are
 * not trained
 * @throws ValueError for a momentum outside [0, 1] or an epsilon below 0, ShapeError for an axis outside the input,
 * ValueError for the batch axis
 * @see Ioffe and Szegedy, Batch normalization, arXiv:1502.03167
 * @example conv2d({ filters: 32, kernelSize: 3, useBias: false }), batchNorm(), activation('relu')
 */
export function batchNorm(options: BatchNormOptions = {}): Layer<BatchNorm> {
  const { axis = -1, momentum = 0.99, epsilon = 1e-3 } = options;
  const { movingMeanInitializer = 'zeros', movingVarianceInitializer = 'ones' } = options;
  checkMomentum(momentum);
  checkEpsilon('batchNorm', epsilon);
  const follow = (average: Parameter, batch: Tensor): void =>
    average.assign(average.value.mul(momentum).add(batch.mul(1 - momentum)));
  return defineLayer<BatchNorm>({
    kind: 'batchNorm',
    config: { ...options },
    options,
    optionNames: {
      ...{
        axis: true,
        momentum: true,
        epsilon: true,
        movingMeanInitializer: true,
        movingVarianceInitializer: true,
      },
      ...affineOptionNames,
    } satisfies OptionNames<BatchNormOptions>,
    build(inputShape, context) {
      const at = exampleAxis('batchNorm', axis, inputShape);
      const channels = [inputShape[at - 1] as number];
      const { gamma, beta } = affineParameters(context, channels, options);
      const average = (name: string, initializer: Initializer | InitializerName): Parameter =>
        context.parameter(name, channels, { initializer, trainable: false });
      const movingMean = average('movingMean', movingMeanInitializer);
      const movingVariance = average('movingVariance', movingVarianceInitializer);
      const momentsOf = (rows: Tensor, isLearning: boolean): readonly [Tensor, Tensor] => {
        if (!isLearning || rows.shape[0] === 0) return [movingMean.value, movingVariance.value];
        const { mean, variance } = moments(rows, 0);
        follow(movingMean, mean);
        follow(movingVariance, variance);
        return [mean, variance];
      };
      return {
        outputShape: inputShape,
        call: (x, { training, trainable }) =>
          alongAxes(x, [at], (rows) => {
            const [mean, variance] = momentsOf(rows, training && trainable);
            return normalize(rows, mean, variance, { scale: gamma?.value, offset: beta?.value, epsilon });
          }),
      };
    },
  });
}

function checkMomentum(momentum: number): void {
  if (momentum >= 0 && momentum <= 1) return;
  throw new ValueError(`batchNorm: momentum must lie in [0, 1], got ${describeValue(momentum)}`);
}
