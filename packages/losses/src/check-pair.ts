import { DtypeError, describeValue, ShapeError, sameShape, showShape, Tensor } from '@descent/core';

/**
 * Checks that predictions and targets are tensors of one shape.
 * @throws DtypeError, ShapeError
 */
export function checkPair(loss: string, predictions: Tensor, targets: Tensor): void {
  checkTensors(loss, predictions, targets);
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
 * Checks that both are tensors.
 * @throws DtypeError
 */
export function checkTensors(loss: string, predictions: unknown, targets: unknown): void {
  for (const [name, value] of [
    ['predictions', predictions],
    ['targets', targets],
  ] as const) {
    if (value instanceof Tensor) continue;
    throw new DtypeError(`${loss}: ${name} must be a tensor, got ${describeValue(value)}`, {
      fix: 'wrap it: tensor(…)',
    });
  }
}
