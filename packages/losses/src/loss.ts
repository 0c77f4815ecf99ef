import type { Tensor } from '@descent/core';

/** A loss: a scalar from predictions and targets, averaged over the batch. */
export type Loss = (predictions: Tensor, targets: Tensor) => Tensor;
