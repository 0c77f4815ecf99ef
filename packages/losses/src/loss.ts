import type { Tensor } from '@descent/core';

/**
 * A loss: a scalar from predictions and targets, averaged over the batch. Weights, where a loss takes them, say how
 * much each example counts.
 */
export type Loss = (predictions: Tensor, targets: Tensor, weights?: Tensor) => Tensor;

/** What a loss is, as plain data. */
export interface LossSettings {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** A loss made by {@link defineLoss}. */
export interface DefinedLoss {
  /** Mean of weight · loss over all examples; weights are 1 where none are given. */
  (predictions: Tensor, targets: Tensor, weights?: Tensor): Tensor<readonly []>;
  /** The loss of each example, before any mean over them: [batch, …]. */
  readonly perExample: (predictions: Tensor, targets: Tensor) => Tensor;
  /** Its name and what it was made with, defaults included: `{ name: 'huber', delta: 1 }`. Checkpoints compare it. */
  readonly settings: LossSettings;
}
