import type { Tensor } from '@descent/core';

/** A number to report: a scalar from predictions and targets, averaged over the batch. */
export type Metric = (predictions: Tensor, targets: Tensor) => Tensor;

/** Metrics by the names they are reported under. */
export type Metrics = Readonly<Record<string, Metric>>;
