import { argMax, cast, greater, oneHot, sameShape, type Tensor } from '@descent/core';
import { misfit } from './misfit.js';

/** How predictions become answers. */
export interface AnswerOptions {
  /** Above it, one output means yes. */
  readonly threshold: number;
  /** Every output is a yes or no by itself, several of one example included. */
  readonly isEachAlone: boolean;
}

/**
 * What was answered and what is right, in rows of 0 and 1: [examples, classes], or [examples, 1] for yes and no.
 * @throws ShapeError when predictions and targets fit in no way
 */
export function answers(
  op: string,
  predictions: Tensor,
  targets: Tensor,
  { threshold, isEachAlone }: AnswerOptions,
): readonly [answered: Tensor, right: Tensor] {
  const { shape, rank } = predictions;
  const classes = rank > 1 ? (shape[rank - 1] as number) : 1;
  const picked = (x: Tensor): Tensor => oneHot(argMax(x), classes);
  const rows = (x: Tensor): Tensor => cast(x, 'float32').reshape([x.size / classes, classes]);
  const isYesNo = isEachAlone || classes === 1;
  const answered = isYesNo ? (greater(predictions, threshold) as Tensor) : picked(predictions);
  if (classes > 1 && targets.dtype === 'int32' && sameShape(targets.shape, shape.slice(0, -1)))
    return [rows(answered), rows(oneHot(targets, classes))];
  if (!sameShape(targets.shape, shape)) throw misfit(op, predictions, targets);
  return [rows(answered), rows(isYesNo ? targets : picked(targets))];
}
