import { add, describeValue, mul, type Tensor, ValueError } from '@descent/core';
import { checkWithin } from './check-within.js';
import { classShares } from './class-shares.js';
import { crossEntropy } from './cross-entropy.js';
import { crossEntropyFromLogits } from './cross-entropy-from-logits.js';
import { defineLoss } from './define-loss.js';
import { logLoss } from './log-loss.js';
import { logLossFromLogits } from './log-loss-from-logits.js';
import type { DefinedLoss } from './loss.js';

/**
 * A loss whose targets are less than certain: t (1 − amount) + amount / classes, where yes and no are two classes. It
 * keeps a net from driving logits ever further apart.
 *
 * @param loss - `crossEntropyFromLogits`, `crossEntropy`, `logLossFromLogits` or `logLoss`
 * @param amount - from 0, which changes nothing, to 1, where every class is as likely
 * @returns a loss with the same predictions, targets (class indices too) and weights
 * @throws ValueError for another loss or amount
 * @example labelSmoothing(logLoss, 0.1)(tensor([0.95]), tensor([1])).item() // 0.1985
 * @see Szegedy et al., Rethinking the Inception architecture for computer vision, 2015, section 7
 */
export function labelSmoothing(loss: DefinedLoss, amount: number): DefinedLoss {
  const op = 'labelSmoothing';
  const isBinary = loss === logLoss || loss === logLossFromLogits;
  if (!isBinary && loss !== crossEntropy && loss !== crossEntropyFromLogits) {
    throw new ValueError(`${op}: loss has no labels to smooth: ${describeValue(loss)}`, {
      fix: 'give crossEntropyFromLogits, crossEntropy, logLossFromLogits or logLoss',
    });
  }
  checkWithin(op, 'amount', amount, 0, 1);
  const values = (predictions: Tensor, targets: Tensor): Tensor => {
    const shares = isBinary ? targets : classShares(op, 'predictions', predictions, targets);
    const classes = isBinary ? 2 : (predictions.shape.at(-1) as number);
    return loss.perExample(predictions, add(mul(shares, 1 - amount), amount / classes) as Tensor);
  };
  return defineLoss(op, values, { loss: loss.settings, amount });
}
