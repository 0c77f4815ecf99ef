import {
  oneHot,
  ShapeError,
  sameShape,
  scope,
  showShape,
  softmaxCrossEntropy,
  type Tensor,
} from '@descent/core';
import { checkTensors } from './check-pair.js';

/**
 * Cross-entropy of logits over the last axis, averaged over the rest: −mean Σ t·log softmax(z). Never overflows.
 *
 * @param logits - [..., classes]
 * @param targets - class indices [...], int32; or probabilities (one-hot) [..., classes]
 * @returns scalar. An index outside the classes counts as no class at all; `fit` refuses such labels.
 * @throws ShapeError when the targets fit in neither way
 * @example crossEntropyFromLogits(tensor([[0, 0]]), tensor([1], undefined, 'int32')).item() // 0.6931
 */
export function crossEntropyFromLogits(logits: Tensor, targets: Tensor): Tensor<readonly []> {
  const op = 'crossEntropyFromLogits';
  checkTensors(op, logits, targets);
  const classes = logits.shape.at(-1);
  if (classes === undefined) throw new ShapeError(`${op}: expects logits [..., classes], got []`);
  if (classes === 1) {
    throw new ShapeError(
      `${op}: logits are ${showShape(logits.shape)}, and one class has nothing to be told from`,
      {
        fix: 'for yes and no give the model dense(2), or keep dense(1) and use logLossFromLogits',
      },
    );
  }
  if (targets.dtype === 'int32' && sameShape(targets.shape, logits.shape.slice(0, -1))) {
    return scope(() => softmaxCrossEntropy(logits, oneHot(targets, classes)).mean());
  }
  if (sameShape(targets.shape, logits.shape)) return scope(() => softmaxCrossEntropy(logits, targets).mean());
  throw new ShapeError(
    `${op}: logits are ${showShape(logits.shape)}, targets are ${showShape(targets.shape)} ${targets.dtype}`,
    {
      fix: `give class indices as int32 of shape ${showShape(logits.shape.slice(0, -1))}, or one row of probabilities per row of logits`,
    },
  );
}
