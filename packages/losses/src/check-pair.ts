import { DtypeError, describeValue, ShapeError, sameShape, showShape, Tensor } from '@descent/core';

/**
 * Checks that predictions and targets have one shape.
 * @throws ShapeError
 */
export function checkPair(loss: string, predictions: Tensor, targets: Tensor): void {
  if (sameShape(predictions.shape, targets.shape)) return;
  const [p, t] = [predictions.shape, targets.shape];
  const isColumn = p.length === t.length + 1 && p.at(-1) === 1 && t.every((n, i) => n === p[i]);
  throw new ShapeError(`${loss}: predictions are ${showShape(p)}, targets are ${showShape(t)}`, {
    ...(isColumn && {
      fix: `give the targets the last axis: targets.reshape(${showShape([-1, ...p.slice(1)])})`,
    }),
  });
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
