import { cast, equal, ShapeError, sameShape, scope, showShape, type Tensor, where } from '@descent/core';
import { checkTensors } from './check-pair.js';
import type { DefinedLoss } from './loss.js';

/**
 * Makes a loss from its formula: the mean of weight · value, Σ wᵢ lᵢ / count, Keras' `sum_over_batch_size`. An example
 * of weight 0 has no effect, be it NaN or infinite, and no gradient; when all weights are 0, so is the loss.
 *
 * @param name - begins the messages of errors
 * @param values - from predictions and targets, what is averaged: [batch, …]. Of values in the predictions' shape
 * `perExample` takes the mean over the last axis
 * @param options - what it was made with, where it has options: plain data, by which checkpoints tell it from others
 * @returns the loss. Its weights are float32, int32 or bool, of shape [batch] or any more of the values' leading axes;
 * over no examples at all it is NaN, as `mean` is
 * @throws DtypeError from the loss, for what is no tensor; ShapeError for weights that do not fit
 * @example
 * const quartic = defineLoss('quartic', (p, t) => p.sub(t).square().square());
 * quartic(tensor([1, 2]), tensor([1, 4]), tensor([1, 0.5])).item() // 4
 * @see https://keras.io/api/losses/
 */
export function defineLoss(
  name: string,
  values: (predictions: Tensor, targets: Tensor) => Tensor,
  options: Readonly<Record<string, unknown>> = {},
): DefinedLoss {
  const loss = (predictions: Tensor, targets: Tensor, weights?: Tensor): Tensor<readonly []> => {
    checkTensors(name, predictions, targets, weights);
    return scope(() => {
      if (!weights) return values(predictions, targets).mean();
      const weight = cast(weights, 'float32');
      const idle = equal(weight, 0);
      // What weighs nothing is left out before the formula as well, so that its gradient is 0 and not 0 · ∞.
      const kept = (x: Tensor): Tensor => where(along(name, idle, x), 0, x) as Tensor;
      const value = values(kept(predictions), kept(targets));
      return where(along(name, idle, value), 0, value.mul(along(name, weight, value))).mean();
    });
  };
  return Object.assign(loss, {
    settings: { ...options, name },
    perExample(predictions: Tensor, targets: Tensor): Tensor {
      checkTensors(name, predictions, targets);
      return scope(() => {
        const value = values(predictions, targets);
        return value.rank > 1 && value.rank === predictions.rank ? value.mean(-1) : value;
      });
    },
  });
}

/** Weights with as many axes as what they weigh, those behind of size 1. */
function along(name: string, weights: Tensor, { shape }: Tensor): Tensor {
  const { shape: given, rank } = weights;
  if (sameShape(given, shape.slice(0, rank))) return weights.reshape(shape.map((_, i) => given[i] ?? 1));
  throw new ShapeError(`${name}: weights are ${showShape(given)}, examples are ${showShape(shape)}`, {
    fix: `give one per example: ${showShape(shape.slice(0, 1))}`,
  });
}
