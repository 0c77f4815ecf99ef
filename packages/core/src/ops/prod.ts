import { applyOne } from '../dispatch.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { cast } from './cast.js';
import { div } from './div.js';
import { equal } from './equal.js';
import { checkNumeric } from './kinds/operands.js';
import { defineReduction, keepsDims, type ReduceOptions, withReducedAxes } from './kinds/reduction.js';
import { mul } from './mul.js';
import { ones } from './ones.js';
import { type ReduceAttrs, sum } from './sum.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/** Prod. int32 products keep their low 32 bits. */
export const prodKernel = defineReduction<ReduceAttrs>({
  name: 'Prod',
  op: 'prod',
  axesOf: ({ axis }) => axis,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count, dtype) {
    let product = 1;
    for (let i = 0; i < count; i++) product = dtype === 'int32' ? Math.imul(product, at(i)) : product * at(i);
    return product;
  },
  gradient: (dy, { inputs: [x], attrs }) => prodGradient(dy, x as Tensor, attrs.axis),
});

/**
 * Each element gets the product of the others: the product of all but zeros, divided by itself where no zero
 * stands, undivided at the only zero, 0 where there is another zero.
 */
function prodGradient(dy: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  const isZero = equal(x, 0);
  const zeroCount = sum(cast(isZero, 'float32'), axes, { keepDims: true });
  const safe = where(isZero, ones(x.shape), x);
  const product = prod(safe, axes, { keepDims: true });
  const others = where(
    equal(zeroCount, 0),
    div(product, safe),
    where(isZero, where(equal(zeroCount, 1), product, zerosLike(product)), zerosLike(x)),
  );
  return mul(withReducedAxes(dy, x.shape, axes), others);
}

/**
 * Product along axes.
 *
 * @param x - any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns x's dtype, int32 wraps around at ±2³¹; 1 for an empty range
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for bool
 * @example prod(tensor([[1, 2], [3, 4]]), 0).arraySync() // [3, 8]
 */
export function prod<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'prod', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkNumeric('prod', x);
  const axes = resolveAxes('prod', axis as number | undefined, given.rank);
  return applyOne(prodKernel, [given], { axis: axes, keepDims: keepsDims('prod', options) }) as Tensor<
    Ok<Reduce<A, X, K>>
  >;
}
