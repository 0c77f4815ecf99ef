import { add, type Tensor } from '@descent/core';
import type { CallContext, Model } from '@descent/layers';
import type { Loss } from '@descent/losses';

/** What a batch gave. */
export interface BatchLoss {
  readonly predictions: Tensor;
  /** The loss and the penalties of the model. */
  readonly value: Tensor;
}

/**
 * Predictions and loss of a batch, whose examples may have weights. The penalties that the model's layers ask for are part of the loss: those on
 * parameters that training may change, and those on outputs.
 */
export function batchLoss(
  model: Model,
  loss: Loss,
  x: Tensor,
  y: Tensor,
  weights: Tensor | undefined,
  context: Partial<CallContext> = {},
): BatchLoss {
  const penalties: Tensor[] = [];
  const predictions = model.call(x, { ...context, penalties });
  for (const parameter of model.trainableParameters) {
    if (parameter.regularizer) penalties.push(parameter.regularizer(parameter.value));
  }
  return {
    predictions,
    value: penalties.reduce<Tensor>(
      (sum, penalty) => add(sum, penalty),
      weights ? loss(predictions, y, weights) : loss(predictions, y),
    ),
  };
}
