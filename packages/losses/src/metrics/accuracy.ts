import { argMax, cast, equal, greater, sameShape, scope, type Tensor } from '@descent/core';
import { checkTensors } from '../check-pair.js';
import { misfit } from './misfit.js';

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
  return scope(() => cast(isRight(predictions, targets), 'float32').mean());
}

function isRight(predictions: Tensor, targets: Tensor): Tensor {
  const { shape, rank } = predictions;
  const isSeveral = (shape.at(-1) ?? 1) > 1;
  if (isSeveral && targets.dtype === 'int32' && sameShape(targets.shape, shape.slice(0, -1)))
    return equal(argMax(predictions), targets);
  if (!sameShape(targets.shape, shape)) throw misfit('accuracy', predictions, targets);
  return isSeveral && rank > 1
    ? equal(argMax(predictions), argMax(targets))
    : equal(cast(greater(predictions, 0.5), 'float32'), cast(targets, 'float32'));
}
