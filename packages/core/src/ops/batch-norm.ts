import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { broadcastShapes, type Shape, sameShape, showShape } from '../shape.js';
import { temporary } from '../temporaries.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { broadcastIndex } from './kinds/binary.js';
import { checkEpsilon } from './kinds/check-epsilon.js';
import { checkOptions } from './kinds/check-options.js';
import { checkFloat } from './kinds/operands.js';
import { sumTo } from './kinds/sum-to.js';
import { less } from './less.js';
import { maximum } from './maximum.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { onesLike } from './ones-like.js';
import { rsqrt } from './rsqrt.js';
import { sub } from './sub.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/** Attributes of the FusedBatchNorm kernel. */
export type BatchNormAttrs = { readonly varianceEpsilon: number };

/** FusedBatchNorm [x, mean, variance, offset, scale]; the last four broadcast to x. */
export const batchNormKernel = defineKernel<BatchNormAttrs>({
  name: 'FusedBatchNorm',
  op: 'batchNorm',
  outputs: ([x]) => [x as TensorSpec],
  reference(inputs, [out], { varianceEpsilon }) {
    const { shape, values: result } = out as HostTensor;
    const [x, mean, variance, offset, scale] = inputs.map((input) => {
      const indexOf = broadcastIndex(input.shape, shape);
      return (i: number) => input.values[indexOf(i)] as number;
    }) as [At, At, At, At, At];
    for (let i = 0; i < result.length; i++) {
      const deviation = Math.sqrt(Math.max(variance(i), 0) + varianceEpsilon);
      result[i] = ((x(i) - mean(i)) * scale(i)) / deviation + offset(i);
    }
  },
  gradient([dy], { inputs, attrs: { varianceEpsilon } }) {
    const gradient = dy as Tensor;
    const [x, mean, variance, offset, scale] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const inverse = rsqrt(add(maximum(variance, 0) as Tensor, varianceEpsilon));
    const factor = mul(scale, inverse) as Tensor;
    // Summed to the shape that the parameters have together, so that two passes over dy serve all four.
    const { shape } = add(factor, add(mean, offset)) as Tensor;
    const total = sumTo(gradient, shape);
    const along = sumTo(mul(gradient, mul(sub(x, mean), inverse)) as Tensor, shape);
    const slope = mul(mul(along, mul(factor, inverse)), -0.5) as Tensor;
    return [
      mul(gradient, factor) as Tensor,
      sumTo(neg(mul(total, factor) as Tensor), mean.shape),
      sumTo(where(less(variance, 0) as Tensor, 0, slope) as Tensor, variance.shape),
      sumTo(total, offset.shape),
      sumTo(along, scale.shape),
    ];
  },
});

type At = (index: number) => number;

/** Options of {@link batchNorm}; the tensors broadcast to x. */
export interface BatchNormOptions {
  /** Factor of the normalised values, often called γ. Default: none. */
  readonly scale?: Tensor | undefined;
  /** Added at the end, often called β. Default: none. */
  readonly offset?: Tensor | undefined;
  /** Added to the variance, so that a constant channel does not divide by 0. Default 1e-3, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Brings values to mean 0 and variance 1 by a mean and a variance that are given, then scales and shifts them:
 * y = (x − mean) / √(variance + ε) · scale + offset. In training they are the batch's {@link moments} over all axes
 * but the last, and the gradient flows into them; afterwards they are averages that training kept.
 *
 * @param x - any shape, such as [batch, height, width, channels]; int32 is cast to float32
 * @param mean - [channels], or any shape that broadcasts to x's
 * @param variance - likewise; below 0, as rounding may leave it, it counts as 0 and gets no gradient
 * @returns float32, x's shape. A batch of one has variance 0, so that the result is the offset
 * @throws ShapeError when a parameter does not broadcast to x, ValueError for an epsilon below 0, DtypeError for bool
 * @example batchNorm(tensor([[1], [3]]), tensor([2]), tensor([1]), { epsilon: 0 }).arraySync() // [[-1], [1]]
 * @see Ioffe and Szegedy, Batch normalization, arXiv:1502.03167
 */
export function batchNorm<S extends Shape>(
  x: Tensor<S>,
  mean: Tensor,
  variance: Tensor,
  options: BatchNormOptions = {},
): Tensor<S> {
  const {
    scale,
    offset,
    epsilon = 1e-3,
  } = checkOptions('batchNorm', options, ['scale', 'offset', 'epsilon']);
  checkEpsilon('batchNorm', epsilon);
  const image = checkFloat('batchNorm', x);
  const parameter = (name: string, given: unknown): Tensor => {
    const checked = checkFloat('batchNorm', given, name);
    const shape = broadcastShapes('batchNorm', checked.shape, image.shape, [name, 'x']);
    if (sameShape(shape, image.shape)) return checked;
    throw new ShapeError(
      `batchNorm: ${name} ${showShape(checked.shape)} would stretch x ${showShape(image.shape)}`,
      { fix: 'give one value per channel, the last size of x' },
    );
  };
  const middle = parameter('mean', mean);
  const inputs = [
    image,
    middle,
    parameter('variance', variance),
    offset === undefined ? temporary(zerosLike(middle)) : parameter('offset', offset),
    scale === undefined ? temporary(onesLike(middle)) : parameter('scale', scale),
  ];
  return applyOne(batchNormKernel, inputs, { varianceEpsilon: epsilon }) as Tensor<S>;
}
