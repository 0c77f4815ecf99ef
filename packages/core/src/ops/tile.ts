import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkWhole, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { reshape } from './reshape.js';
import { sum } from './sum.js';

/** Attributes of the Tile kernel. */
export type TileAttrs = { readonly reps: readonly number[] };

/** Tile. */
export const tileKernel = defineKernel<TileAttrs>({
  name: 'Tile',
  op: 'tile',
  outputs: ([x], { reps }) => {
    const { shape, dtype } = x as TensorSpec;
    return [{ shape: shape.map((n, axis) => n * (reps[axis] as number)), dtype }];
  },
  reference([x], [out]) {
    const [from, to] = [x as HostTensor, out as HostTensor];
    for (let i = 0; i < to.values.length; i++) {
      let rest = i;
      let index = 0;
      let stride = 1;
      for (let axis = to.shape.length - 1; axis >= 0; axis--) {
        const [n, tiled] = [from.shape[axis] as number, to.shape[axis] as number];
        index += ((rest % tiled) % n) * stride;
        rest = Math.floor(rest / tiled);
        stride *= n;
      }
      to.values[i] = from.values[index] as number;
    }
  },
  gradient: ([dy], { inputs: [x], attrs: { reps } }) => {
    return [sumCopies(dy as Tensor, (x as Tensor).shape, reps)];
  },
});

/** Adds the copies up, one axis at a time: the rank stays within bounds. */
function sumCopies(dy: Tensor, shape: readonly number[], reps: readonly number[]): Tensor {
  return shape.reduce((gradient, n, axis) => {
    const before = shape.slice(0, axis).reduce((a, b) => a * b, 1);
    const after = gradient.shape.slice(axis + 1);
    const rest = after.reduce((a, b) => a * b, 1);
    const summed = sum(reshape(gradient, [before, reps[axis] as number, n, rest]) as Tensor, 1) as Tensor;
    return reshape(summed, [...shape.slice(0, axis + 1), ...after]) as Tensor;
  }, dy);
}

/**
 * Repeats a tensor along its axes.
 *
 * @param reps - how often along each axis, ≥ 0
 * @throws ShapeError when there is not one count per axis or the result is too large, ValueError
 * @example tile(tensor([1, 2]), [2]).arraySync() // [1, 2, 1, 2]
 */
export function tile(x: Tensor, reps: readonly number[]): Tensor {
  const given = checkTensor('tile', x);
  if (!Array.isArray(reps) || reps.length !== given.rank) {
    throw new ShapeError(
      `tile: ${showShape(given.shape)} needs a repetition count for each axis, got ${describeValue(reps)}`,
    );
  }
  for (const count of reps) checkWhole('tile', 'reps', count, 0);
  return applyOne(tileKernel, [given], { reps: [...reps] });
}
