import { type Tensor, tensor } from '@descent/core';
import type { DefinedLoss } from '@descent/losses';

/** What a loss must do for two examples of three predictions. */
export interface LossExpectation {
  /** Away from kinks, where central differences say nothing. */
  readonly predictions: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  /** What makes predictions of a dense layer's outputs where it trains: 'softmax' for shares. Default 'linear'. */
  readonly activation?: 'linear' | 'sigmoid' | 'softmax' | 'softplus';
}

/** A loss under contract on every backend. */
export interface LossCase extends LossExpectation {
  readonly name: string;
  readonly loss: DefinedLoss;
}

/** Predictions, targets and weights for a loss, on the backend in use. */
export function lossGivens({
  predictions,
  targets,
}: LossExpectation): readonly [p: Tensor, t: Tensor, weights: Tensor] {
  return [
    tensor(predictions as number[][]) as Tensor,
    tensor(targets as number[][]) as Tensor,
    tensor([0.5, 2]) as Tensor,
  ];
}
