import { applyOne } from '../dispatch.js';
import { type Attrs, defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { broadcastShapes } from '../shape.js';
import type { Elementwise, Operand, Tensor } from '../tensor.js';
import { broadcastIndex } from './kinds/binary.js';
import { checkBool, operands } from './kinds/operands.js';
import { sumTo } from './kinds/sum-to.js';
import { zerosLike } from './zeros-like.js';

/** Select [condition, a, b]; all three broadcast. */
export const whereKernel = defineKernel<Attrs>({
  name: 'Select',
  op: 'where',
  outputs: ([condition, a, b]) => {
    const [c, x, y] = [condition as TensorSpec, a as TensorSpec, b as TensorSpec];
    return [
      {
        shape: broadcastShapes('where', c.shape, broadcastShapes('where', x.shape, y.shape), [
          'the condition',
          'the result',
        ]),
        dtype: x.dtype,
      },
    ];
  },
  reference([condition, a, b], [out]) {
    const [c, x, y, result] = [condition, a, b, out] as [HostTensor, HostTensor, HostTensor, HostTensor];
    const [indexC, indexX, indexY] = [c, x, y].map(({ shape }) => broadcastIndex(shape, result.shape)) as [
      Index,
      Index,
      Index,
    ];
    for (let i = 0; i < result.values.length; i++) {
      result.values[i] = (c.values[indexC(i)] ? x.values[indexX(i)] : y.values[indexY(i)]) as number;
    }
  },
  gradient([dy], { inputs: [condition, a, b] }) {
    const [gradient, c, x, y] = [dy, condition, a, b] as [Tensor, Tensor, Tensor, Tensor];
    const none = zerosLike(gradient);
    return [undefined, sumTo(where(c, gradient, none), x.shape), sumTo(where(c, none, gradient), y.shape)];
  },
});

type Index = (index: number) => number;

/**
 * Elementwise choice: a where the condition is true, b elsewhere. What is not chosen has no effect, NaN
 * included, and gets no gradient.
 *
 * @param condition - bool
 * @param a - tensor or number
 * @param b - tensor or number; the shapes of all three broadcast
 * @throws ShapeError when the shapes do not broadcast, DtypeError when the condition is not bool
 * @example where(tensor([true, false]), 1, tensor([5, 6])).arraySync() // [1, 6]
 */
export function where<const A extends Operand, const B extends Operand, C extends Tensor>(
  condition: C,
  a: A,
  b: B,
): Elementwise<Elementwise<A, B>, C> {
  const [x, y] = operands('where', a, b);
  return applyOne(whereKernel, [checkBool('where', condition, 'condition'), x, y], {}) as Elementwise<
    Elementwise<A, B>,
    C
  >;
}
