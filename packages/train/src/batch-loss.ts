import { add, stopGradient, type Tensor } from '@descent/core';
import type { CallContext, Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import type { Values } from './placed-batch.js';

/** What a batch gave. */
export interface BatchLoss {
  readonly predictions: Values;
  /** The loss and the penalties of the model. */
  readonly value: Tensor;
}

/**
 * Predictions and loss of a batch, whose examples may have weights. The penalties that the model's layers ask for are
 * part of the loss: those on parameters that training may change, and those on outputs. A penalty on a parameter that
 * has a proximal map gives no gradient: the map takes its step. Where a model has several outputs, the loss is one of
 * lists, made of those of the outputs.
 */
export function batchLoss(
  model: Model,
  loss: Loss,
  x: Values,
  y: Values,
  weights: Tensor | undefined,
  context: Partial<CallContext> = {},
): BatchLoss {
  const penalties: Tensor[] = [];
  const predictions = model.call(x, { ...context, penalties });
  for (const parameter of model.trainableParameters) {
    const { regularizer } = parameter;
    if (!regularizer) continue;
    penalties.push(regularizer(regularizer.proximal ? stopGradient(parameter.value) : parameter.value));
  }
  return {
    predictions,
    value: penalties.reduce<Tensor>(
      (sum, penalty) => add(sum, penalty),
      weights ? loss(predictions as Tensor, y as Tensor, weights) : loss(predictions as Tensor, y as Tensor),
    ),
  };
}
