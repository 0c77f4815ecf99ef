import {
  DtypeError,
  describeValue,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
  Tensor,
} from '@descent/core';

/**
 * Checks that predictions and targets have one shape.
 * @throws ShapeError
 */
export function checkPair(loss: string, predictions: Tensor, targets: Tensor): void {
  if (sameShape(predictions.shape, targets.shape)) return;
  const [p, t] = [predictions.shape, targets.shape];
  const fix = remedy(p, targets);
  throw new ShapeError(`${loss}: predictions are ${showShape(p)}, targets are ${showShape(t)}`, {
    ...(fix && { fix }),
  });
}

function remedy(p: Shape, { shape: t, dtype }: Tensor): string | undefined {
  if (sizeOf(t) === 0 && sizeOf(p) > 0) return 'give the data targets: { x, y }';
  if (!sameShape(p.slice(0, -1), t)) return undefined;
  if (p.at(-1) === 1)
    return `give the targets the last axis: targets.reshape(${showShape([-1, ...p.slice(1)])})`;
  return dtype === 'int32'
    ? 'for class labels use crossEntropyFromLogits, or oneHot(labels, classCount)'
    : undefined;
}

/**
 * Checks that predictions and targets are tensors, and so are weights where there are some.
 * @throws DtypeError
 */
export function checkTensors(
  loss: string,
  predictions: unknown,
  targets: unknown,
  weights: unknown = targets,
): void {
  for (const [name, value] of Object.entries({ predictions, targets, weights })) {
    if (value instanceof Tensor) continue;
    throw new DtypeError(`${loss}: ${name} must be a tensor, got ${describeValue(value)}`, {
      fix: 'wrap it: tensor(…)',
    });
  }
}
