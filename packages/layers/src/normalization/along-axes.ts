import { sizeOf, type Tensor, transpose } from '@descent/core';

/**
 * Applies `f`, which works on rows [others, along the axes] and keeps the shape.
 *
 * @param axes - sorted, each >= 0; the others keep their order too
 */
export function alongAxes(x: Tensor, axes: readonly number[], f: (rows: Tensor) => Tensor): Tensor {
  const others = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const order = [...others, ...axes];
  const sizesOf = (kept: readonly number[]): number => sizeOf(kept.map((axis) => x.shape[axis] as number));
  const inRows = (given: Tensor): Tensor =>
    f(given.reshape([sizesOf(others), sizesOf(axes)])).reshape(given.shape);
  if (order.every((axis, i) => axis === i)) return inRows(x);
  return transpose(
    inRows(transpose(x, order) as Tensor),
    order.map((_, axis) => order.indexOf(axis)),
  ) as Tensor;
}
