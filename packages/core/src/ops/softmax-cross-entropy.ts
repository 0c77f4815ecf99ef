import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { type Attrs, defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import { type Shape, sameShape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok, Reduce } from '../types/shapes.js';
import { equal } from './equal.js';
import { expandDims } from './expand-dims.js';
import { forEachLane } from './kinds/lanes.js';
import { checkFloat } from './kinds/operands.js';
import { logSoftmax } from './log-softmax.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { softmaxCrossEntropyGradientKernel } from './softmax-cross-entropy-gradient.js';
import { where } from './where.js';

/** SoftmaxCrossEntropy [logits, targets], over the last axis. */
export const softmaxCrossEntropyKernel: Kernel = defineKernel<Attrs>({
  name: 'SoftmaxCrossEntropy',
  op: 'softmaxCrossEntropy',
  outputs: ([logits]) => [{ shape: (logits as TensorSpec).shape.slice(0, -1), dtype: 'float32' }],
  reference([logits, targets], [out]) {
    const { shape, values } = logits as HostTensor;
    const shares = (targets as HostTensor).values;
    const result = (out as HostTensor).values;
    forEachLane(shape, shape.length - 1, (lane, offset, _stride, count) => {
      const row = Array.from(values.subarray(offset, offset + count));
      const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const shift = Math.log(row.reduce((total, value) => total + Math.exp(value - largest), 0));
      result[lane] = row.reduce((total, value, i) => {
        const share = shares[offset + i] as number;
        return share === 0 ? total : total + share * (shift - (value - largest));
      }, 0);
    });
  },
  gradient([dy], { inputs: [logits, targets] }) {
    const [arriving, z, t] = [dy as Tensor, logits as Tensor, targets as Tensor];
    const surprise = neg(where(equal(t, 0) as Tensor, 0, logSoftmax(z)) as Tensor);
    return [
      applyOne(softmaxCrossEntropyGradientKernel, [arriving, z, t], {}),
      mul(expandDims(arriving, -1), surprise) as Tensor,
    ];
  },
});

/**
 * How badly logits foretell the targets, row by row: −Σ t · log softmax(z), never overflowing. The gradient of the
 * logits is softmax(z) · Σ t − t.
 *
 * @param logits - [..., classes]; int32 is cast to float32
 * @param targets - the probability of each class, such as {@link oneHot} gives, of the logits' shape
 * @returns float32 [...]. A class of probability 0 adds nothing, even where its logit is −∞; where all logits are −∞,
 * or one is +∞, no probabilities exist and the row is NaN
 * @throws ShapeError when the shapes differ, or for scalars; DtypeError for bool
 * @example softmaxCrossEntropy(tensor([[0, 0]]), tensor([[1, 0]])).arraySync() // [0.6931472]
 * @see Goodfellow, Bengio and Courville, Deep Learning, 6.2.2.3
 */
export function softmaxCrossEntropy<S extends Shape>(
  logits: Tensor<S>,
  targets: Tensor<S>,
): Tensor<Ok<Reduce<S, -1, false>>> {
  const op = 'softmaxCrossEntropy';
  const [z, t] = [checkFloat(op, logits, 'logits'), checkFloat(op, targets, 'targets')];
  if (z.rank === 0 || !sameShape(z.shape, t.shape)) {
    throw new ShapeError(
      `${op}: logits are ${showShape(z.shape)}, targets are ${showShape(t.shape)}, expects [..., classes] for both`,
      z.rank === t.rank + 1 ? { fix: 'give each class a probability: oneHot(targets, classes)' } : {},
    );
  }
  return applyOne(softmaxCrossEntropyKernel, [z, t], {}) as Tensor<Ok<Reduce<S, -1, false>>>;
}
