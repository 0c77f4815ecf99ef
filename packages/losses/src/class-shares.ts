import { oneHot, ShapeError, sameShape, showShape, type Tensor } from '@descent/core';

/**
 * Targets as the share of each class, in the predictions' shape.
 *
 * @param noun - what the op calls its predictions
 * @param predictions - [..., classes]
 * @param targets - class indices [...], int32; or one row of shares per row of predictions
 * @throws ShapeError when the targets fit in neither way, or there is one class only
 */
export function classShares(op: string, noun: string, predictions: Tensor, targets: Tensor): Tensor {
  const { shape } = predictions;
  const classes = shape.at(-1);
  if (classes === undefined) throw new ShapeError(`${op}: expects ${noun} [..., classes], got []`);
  if (classes === 1) {
    throw new ShapeError(
      `${op}: ${noun} are ${showShape(shape)}, and one class has nothing to be told from`,
      {
        fix: 'for yes and no give the model dense(2), or keep dense(1) and use logLossFromLogits',
      },
    );
  }
  if (targets.dtype === 'int32' && sameShape(targets.shape, shape.slice(0, -1)))
    return oneHot(targets, classes);
  if (sameShape(targets.shape, shape)) return targets;
  throw new ShapeError(
    `${op}: ${noun} are ${showShape(shape)}, targets are ${showShape(targets.shape)} ${targets.dtype}`,
    {
      fix: `give class indices as int32 of shape ${showShape(shape.slice(0, -1))}, or one row of probabilities per row of ${noun}`,
    },
  );
}
