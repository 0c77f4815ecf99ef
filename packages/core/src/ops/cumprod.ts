import { applyOne } from '../dispatch.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkOptions } from './kinds/check-options.js';
import { checkNumeric } from './kinds/operands.js';
import { defineScan, type ScanAttrs, type ScanOptions } from './kinds/scan.js';
import { mul } from './mul.js';
import { pad } from './pad.js';
import { reverse as flip } from './reverse.js';
import { slice } from './slice.js';

/** Cumprod. int32 products keep their low 32 bits. */
export const cumprodKernel = defineScan({
  name: 'Cumprod',
  op: 'cumprod',
  start: 1,
  join: (total, x, dtype) => (dtype === 'int32' ? Math.imul(total, x) : total * x),
  gradient: cumprodGradient,
});

/**
 * Without a division, so that zeros do no harm: xₖ gets (Π_{j<k} xⱼ) · Sₖ, where Sₖ = Σ_{i≥k} dyᵢ Π_{k<j≤i} xⱼ is what
 * the recurrence Sₖ = dyₖ + xₖ₊₁ Sₖ₊₁ gives. Exclusive products leave dyₖ out: there dy moves up by one.
 */
function cumprodGradient(dy: Tensor, x: Tensor, { axis, exclusive, reverse }: ScanAttrs): Tensor {
  if (reverse) {
    const flipped = cumprodGradient(flip(dy, axis), flip(x, axis), { axis, exclusive, reverse: false });
    return flip(flipped, axis);
  }
  const before = cumprod(x, axis, { exclusive: true });
  return mul(before, recurrence(movedUp(x, axis, 1), exclusive ? movedUp(dy, axis, 1) : dy, axis)) as Tensor;
}

/** The s with sₖ = bₖ + aₖ sₖ₊₁, in steps that double what is joined (Kogge and Stone, 1973). */
function recurrence(a: Tensor, b: Tensor, axis: number): Tensor {
  const count = a.shape[axis] as number;
  let [factor, sum] = [a, b];
  for (let distance = 1; distance < count; distance *= 2) {
    sum = add(sum, mul(factor, movedUp(sum, axis, distance))) as Tensor;
    factor = mul(factor, movedUp(factor, axis, distance)) as Tensor;
  }
  return sum;
}

/** y with yₖ = xₖ₊ₙ, and 0 where x ends. */
function movedUp(x: Tensor, axis: number, n: number): Tensor {
  const kept = Math.max(0, (x.shape[axis] as number) - n);
  const along = <T>(at: T, elsewhere: (size: number) => T): T[] =>
    x.shape.map((size, i) => (i === axis ? at : elsewhere(size)));
  const rest = slice(
    x,
    along((x.shape[axis] as number) - kept, () => 0),
    along(kept, (size) => size),
  );
  return pad(
    rest,
    along<[number, number]>([0, (x.shape[axis] as number) - kept], () => [0, 0]),
  );
}

/**
 * Running product along an axis: yᵢ = x₀ · … · xᵢ.
 *
 * @param x - rank ≥ 1
 * @param axis - default 0, as in TensorFlow
 * @param options - `exclusive`: without xᵢ, so that y₀ = 1; `reverse`: from the last element to the first
 * @returns x's shape and dtype; float32 is multiplied in double precision, int32 wraps around at ±2³¹
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example cumprod(tensor([1, 2, 3, 4])).arraySync() // [1, 2, 6, 24]
 */
export function cumprod<S extends Shape>(x: Tensor<S>, axis = 0, options: ScanOptions = {}): Tensor<S> {
  const given = checkNumeric('cumprod', x);
  const { exclusive = false, reverse = false } = checkOptions('cumprod', options, ['exclusive', 'reverse']);
  const resolved = resolveAxis('cumprod', axis, given.rank);
  return applyOne(cumprodKernel, [given], { axis: resolved, exclusive, reverse }) as Tensor<S>;
}
