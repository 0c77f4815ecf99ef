import type { Tensor } from '@descent/core';
import { checkPair } from './check-pair.js';
import { defineLoss } from './define-loss.js';
import type { DefinedLoss } from './loss.js';

/** A loss of predictions and targets of one shape. */
export function pairLoss(
  name: string,
  values: (predictions: Tensor, targets: Tensor) => Tensor,
  options?: Readonly<Record<string, unknown>>,
): DefinedLoss {
  const checked = (predictions: Tensor, targets: Tensor): Tensor => {
    checkPair(name, predictions, targets);
    return values(predictions, targets);
  };
  return defineLoss(name, checked, options);
}
