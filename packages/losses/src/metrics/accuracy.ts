import {
  argMax,
  cast,
  equal,
  greater,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  showShape,
  type Tensor,
} from '@descent/core';
import { checkTensors } from '../check-pair.js';

/**
 * Share of right answers.
 *
 * @param predictions - scores or probabilities [..., classes], the largest wins; or probabilities of one class
 * [..., 1] (or the targets' own shape), above 0.5 means yes
 * @param targets - class indices [...] (int32), one-hot [..., classes], or 0 and 1 in the predictions' shape
 * @returns scalar in [0, 1]
 * @throws ShapeError when the shapes fit in no way
 * @example accuracy(tensor([[0.1, 0.9]]), tensor([1], undefined, 'int32')).item() // 1
 */
export function accuracy(predictions: Tensor, targets: Tensor): Tensor<readonly []> {
  checkTensors('accuracy', predictions, targets);
  const rows = predictions.shape.slice(0, -1);
  const classes = predictions.shape.at(-1) ?? 1;
  if (targets.dtype === 'int32' && sameShape(targets.shape, rows) && classes > 1) {
    return scope(() => meanOf(equal(argMax(predictions), targets)));
  }
  if (sameShape(targets.shape, predictions.shape)) {
    if (classes > 1 && predictions.rank > 1)
      return scope(() => meanOf(equal(argMax(predictions), argMax(targets))));
    return scope(() => meanOf(equal(cast(greater(predictions, 0.5), 'float32'), cast(targets, 'float32'))));
  }
  throw new ShapeError(
    `accuracy: predictions are ${showShape(predictions.shape)}, targets are ${showShape(targets.shape)} ${targets.dtype}`,
    { fix: remedy(predictions.shape, targets.shape) },
  );
}

function remedy(predictions: Shape, targets: Shape): string {
  const rows = predictions.slice(0, -1);
  if (predictions.at(-1) !== 1)
    return `give class indices as int32 of shape ${showShape(rows)}, or targets in the predictions' shape`;
  return sameShape(targets, rows)
    ? `give the targets the predictions' shape: targets.reshape(${showShape([-1, ...predictions.slice(1)])})`
    : "give the targets the predictions' shape, or the predictions a score for each class";
}

function meanOf(right: Tensor): Tensor<readonly []> {
  return cast(right, 'float32').mean();
}
