import { type Attrs, defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { expandDims } from './expand-dims.js';
import { forEachLane } from './kinds/lanes.js';
import { mul } from './mul.js';
import { softmax } from './softmax.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** SoftmaxCrossEntropyGrad [dy, logits, targets]: (softmax(z) · Σ t − t) · dy. */
export const softmaxCrossEntropyGradientKernel = defineKernel<Attrs>({
  name: 'SoftmaxCrossEntropyGrad',
  op: 'the gradient of softmaxCrossEntropy',
  outputs: ([, logits]) => [logits as TensorSpec],
  reference([dy, logits, targets], [out]) {
    const { shape, values } = logits as HostTensor;
    const [arriving, shares] = [(dy as HostTensor).values, (targets as HostTensor).values];
    const result = (out as HostTensor).values;
    forEachLane(shape, shape.length - 1, (lane, offset, _stride, count) => {
      const row = Array.from(values.subarray(offset, offset + count));
      const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const powers = row.map((value) => Math.exp(value - largest));
      const total = powers.reduce((a, b) => a + b, 0);
      const whole = Array.from(shares.subarray(offset, offset + count)).reduce((a, b) => a + b, 0);
      powers.forEach((power, i) => {
        const error = (power / total) * whole - (shares[offset + i] as number);
        result[offset + i] = error * (arriving[lane] as number);
      });
    });
  },
  gradient([u], { inputs: [dy, logits, targets] }) {
    const [weights, t] = [u as Tensor, targets as Tensor];
    const probabilities = softmax(logits as Tensor);
    const arriving = expandDims(dy as Tensor, -1);
    const whole = sum(t, -1, { keepDims: true });
    const weighted = mul(weights, probabilities) as Tensor;
    const level = sum(weighted, -1, { keepDims: true });
    const bend = sub(weighted, mul(probabilities, level));
    return [
      sum(mul(weights, sub(mul(probabilities, whole), t)) as Tensor, -1),
      mul(mul(arriving, whole), bend) as Tensor,
      mul(arriving, sub(level, weights)) as Tensor,
    ];
  },
});
