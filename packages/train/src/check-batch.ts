import { DataError, type Shape, sameShape, showShape } from '@descent/core';
import type { Batch, BatchPart } from '@descent/datasets';
import type { Model, Symbolic } from '@descent/layers';

/**
 * Checks a batch against the model before anything is computed.
 * @throws DataError naming the batch: inputs of another shape than the model's, no examples, or class labels
 * outside the model's classes
 */
export function checkBatch(op: string, model: Model, batch: Batch, where: string): void {
  // Several inputs or outputs were checked when they were put in order.
  if (Array.isArray(batch.x) || Array.isArray(batch.y)) return;
  const prefix = `${op}: ${where}`;
  checkInputs(`${prefix}: inputs`, (model.inputs[0] as Symbolic).shape, batch.x, batch.size);
  checkLabels(`${prefix}: label`, model.outputShape, batch.y);
}

/**
 * Checks one input of a batch.
 * @param what - begins messages
 * @throws DataError
 */
export function checkInputs(what: string, expected: Shape, x: BatchPart, size: number): void {
  const [count, ...shape] = x.shape;
  if (!sameShape(shape, expected)) {
    throw new DataError(`${what} are ${showShape(shape)} each, the model expects ${showShape(expected)}`, {
      fix: remedy(shape, expected),
    });
  }
  if (size !== count) {
    throw new DataError(`${what} are ${showShape(x.shape)}, size is ${String(size)}`, {
      fix: 'a batch has x, y and size, the number of its examples',
    });
  }
  if (size === 0) throw new DataError(`${what} are none: the batch is empty`);
}

function remedy(shape: Shape, expected: Shape): string {
  if (sameShape([...shape, 1], expected))
    return `give each input its last axis: x.reshape(${showShape([-1, ...expected])}) for a tensor, inputShape: ${showShape(expected)} for a flat array`;
  return sameShape(shape, expected.slice(1))
    ? `the first axis counts examples; for a single one wrap it in a batch: x.reshape(${showShape([1, ...expected])})`
    : 'reshape the data, or begin the model with a reshape layer';
}

/**
 * Checks class labels, which are int32 and have one axis fewer than the predictions.
 * @param what - begins messages
 * @throws DataError
 */
export function checkLabels(what: string, outputShape: Shape, y: BatchPart): void {
  const classes = outputShape.at(-1);
  if (!(y.values instanceof Int32Array) || classes === undefined || y.shape.length !== outputShape.length)
    return;
  const at = y.values.findIndex((label) => label < 0 || label >= classes);
  if (at < 0) return;
  throw new DataError(`${what} ${y.values[at]} of example ${at} is not one of ${classes} classes`, {
    fix:
      classes === 1
        ? 'for a number to predict give float targets of shape [1]; whole numbers are class labels'
        : `labels go from 0 to ${classes - 1}; the model's last layer says how many classes there are`,
  });
}
