import { applyKernel, applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { scope } from '../scope.js';
import { type Shape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';
import { checkEpsilon } from './kinds/check-epsilon.js';
import { checkOptions } from './kinds/check-options.js';
import { forEachLane } from './kinds/lanes.js';
import { checkFloat, floatThroughout } from './kinds/operands.js';
import { layerNormGradientKernel } from './layer-norm-gradient.js';
import { mul } from './mul.js';
import { square } from './square.js';
import { sub } from './sub.js';

/** Attributes of the LayerNorm kernel. */
export type LayerNormAttrs = { readonly epsilon: number };

/** LayerNorm [x] → [y, 1 / deviation], over the last axis, without scale and offset. */
export const layerNormKernel = defineKernel<LayerNormAttrs>({
  name: 'LayerNorm',
  op: 'layerNorm',
  outputs: ([x]) => {
    const { shape } = x as TensorSpec;
    return [
      { shape, dtype: 'float32' },
      { shape: [...shape.slice(0, -1), 1], dtype: 'float32' },
    ];
  },
  reference([x], [y, inverse], { epsilon }) {
    const { shape, values } = x as HostTensor;
    const [result, inverses] = [(y as HostTensor).values, (inverse as HostTensor).values];
    forEachLane(shape, shape.length - 1, (lane, offset, _stride, count) => {
      const row = Array.from(values.subarray(offset, offset + count));
      const mean = row.reduce((total, value) => total + value, 0) / count;
      const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / count;
      const factor = 1 / Math.sqrt(variance + epsilon);
      inverses[lane] = factor;
      row.forEach((value, i) => {
        result[offset + i] = (value - mean) * factor;
      });
    });
  },
  gradient([dy, dInverse], { outputs: [y, inverse] }) {
    const [normal, factor] = [y as Tensor, inverse as Tensor];
    const direct = applyOne(layerNormGradientKernel, [dy as Tensor, normal, factor], {});
    const share = div(mul(dInverse as Tensor, square(factor)), normal.shape.at(-1) as number);
    return [sub(direct, mul(share, normal)) as Tensor];
  },
});

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** Factor of the normalised values, often called γ: [features]. Default: none. */
  readonly scale?: Tensor | undefined;
  /** Added at the end, often called β: [features]. Default: none. */
  readonly offset?: Tensor | undefined;
  /** Added to the variance, so that a constant row does not divide by 0. Default 1e-3, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Brings each row to mean 0 and variance 1, then scales and shifts it: y = (x − mean) / √(variance + ε) · scale +
 * offset, with mean and variance along the last axis. Other rows have no influence, so a batch may be of any size.
 *
 * @param x - [..., features]; int32 is cast to float32
 * @returns float32, x's shape; a row of equal values gives the offset
 * @throws ShapeError for a scalar and when scale or offset is not [features], ValueError for an epsilon below 0,
 * DtypeError for bool
 * @example layerNorm(tensor([[1, 3], [50, 70]]), { epsilon: 0 }).arraySync() // [[-1, 1], [-1, 1]]
 * @see Ba, Kiros and Hinton, Layer normalization, arXiv:1607.06450
 */
export function layerNorm<S extends Shape>(x: Tensor<S>, options: LayerNormOptions = {}): Tensor<S> {
  const {
    scale,
    offset,
    epsilon = 1e-3,
  } = checkOptions('layerNorm', options, ['scale', 'offset', 'epsilon']);
  checkEpsilon('layerNorm', epsilon);
  return scope(() => {
    const given = floatThroughout('layerNorm', x);
    if (given.rank === 0) throw new ShapeError('layerNorm: expects [..., features], got []');
    const parameter = (name: string, value: unknown): Tensor => {
      const checked = checkFloat('layerNorm', value, name);
      if (checked.rank === 1 && checked.shape[0] === given.shape.at(-1)) return checked;
      throw new ShapeError(
        `layerNorm: ${name} is ${showShape(checked.shape)}, x is ${showShape(given.shape)}, expects ${name} [${given.shape.at(-1)}]`,
      );
    };
    const factor = scale === undefined ? undefined : parameter('scale', scale);
    const shift = offset === undefined ? undefined : parameter('offset', offset);
    const [y] = applyKernel(layerNormKernel, [given], { epsilon }) as [Tensor, Tensor];
    const scaled = factor ? (mul(y, factor) as Tensor) : y;
    return (shift ? add(scaled, shift) : scaled) as Tensor<S>;
  });
}
