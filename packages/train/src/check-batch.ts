import { DataError, type Shape, sameShape, showShape } from '@descent/core';
import type { Batch } from '@descent/datasets';
import type { Model } from '@descent/layers';

/**
 * Checks a batch against the model before anything is computed.
 * @throws DataError naming the batch: inputs of another shape than the model's, no examples, or class labels
 * outside the model's classes
 */
export function checkBatch(op: string, model: Model, batch: Batch, where: string): void {
  const [, ...shape] = batch.x.shape;
  const expected = model.inputShape;
  if (shape.length !== expected.length || shape.some((n, i) => n !== expected[i])) {
    throw new DataError(
      `${op}: ${where}: inputs are ${showShape(shape)} each, the model expects ${showShape(expected)}`,
      { fix: remedy(batch, expected) },
    );
  }
  if (batch.size !== batch.x.shape[0]) {
    throw new DataError(
      `${op}: ${where}: size is ${String(batch.size)}, inputs are ${showShape(batch.x.shape)}`,
      {
        fix: 'a batch has x, y and size, the number of its examples',
      },
    );
  }
  if (batch.size === 0) throw new DataError(`${op}: ${where}: the batch is empty`);
  checkLabels(op, model, batch, where);
}

function remedy({ x }: Batch, expected: Shape): string {
  const shape = x.shape.slice(1);
  if (sameShape([...shape, 1], expected))
    return `give each input its last axis: x.reshape(${showShape([-1, ...expected])}) for a tensor, inputShape: ${showShape(expected)} for a flat array`;
  return sameShape(shape, expected.slice(1))
    ? `the first axis counts examples; for a single one wrap it in a batch: x.reshape(${showShape([1, ...expected])})`
    : 'reshape the data, or begin the model with a reshape layer';
}

/** Class labels are int32, one axis fewer than the predictions. */
function checkLabels(op: string, model: Model, { y }: Batch, where: string): void {
  const classes = model.outputShape.at(-1);
  if (
    !(y.values instanceof Int32Array) ||
    classes === undefined ||
    y.shape.length !== model.outputShape.length
  )
    return;
  const at = y.values.findIndex((label) => label < 0 || label >= classes);
  if (at < 0) return;
  throw new DataError(
    `${op}: ${where}: label ${y.values[at]} of example ${at} is not one of ${classes} classes`,
    {
      fix:
        classes === 1
          ? 'for a number to predict give float targets of shape [1]; whole numbers are class labels'
          : `labels go from 0 to ${classes - 1}; the model's last layer says how many classes there are`,
    },
  );
}
