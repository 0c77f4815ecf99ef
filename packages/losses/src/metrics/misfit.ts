import { ShapeError, sameShape, showShape, type Tensor } from '@descent/core';

/** The error for predictions and targets whose shapes fit in no way. */
export function misfit(op: string, predictions: Tensor, targets: Tensor): ShapeError {
  const [p, t] = [predictions.shape, targets.shape];
  const rows = p.slice(0, -1);
  const remedy =
    p.at(-1) !== 1
      ? `give class indices as int32 of shape ${showShape(rows)}, or targets in the predictions' shape`
      : sameShape(t, rows)
        ? `give the targets the predictions' shape: targets.reshape(${showShape([-1, ...p.slice(1)])})`
        : "give the targets the predictions' shape, or the predictions a score for each class";
  return new ShapeError(
    `${op}: predictions are ${showShape(p)}, targets are ${showShape(t)} ${targets.dtype}`,
    { fix: remedy },
  );
}
