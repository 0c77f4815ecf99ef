import { concat, matmul, sub, type Tensor, transpose } from '@descent/core';
import { checkOptions } from '../check-options.js';
import { checkWithin } from '../check-within.js';
import { answers } from './answers.js';

/** Options of {@link confusionMatrix} and {@link meanIoU}. */
export interface ConfusionOptions {
  /** Above it, the one output of a yes or no means yes. Default 0.5; for logits give 0. */
  readonly threshold?: number;
}

/**
 * Counts how often each class was taken for each: [classes²], row by row; rows are what is right, columns the answers.
 * @throws ValueError for options out of range
 */
export function confusion(
  op: string,
  options: ConfusionOptions,
): (predictions: Tensor, targets: Tensor) => Tensor {
  const { threshold = 0.5 } = checkOptions(op, options, ['threshold']);
  checkWithin(op, 'threshold', threshold);
  return (predictions, targets) => {
    const [answered, right] = answers(op, predictions, targets, { threshold, isEachAlone: false });
    return matmul(transpose(bothWays(right)), bothWays(answered)).reshape([-1]);
  };
}

/** Rows of yes as rows of no and yes; of several classes as they are. */
function bothWays(rows: Tensor): Tensor<readonly [number, number]> {
  const given = rows as Tensor<readonly [number, number]>;
  return given.shape[1] === 1 ? concat([sub(1, given), given], 1) : given;
}
