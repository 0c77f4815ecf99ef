import type { TensorSpec } from '@descent/core';
import type { CallSpec, Lowering } from './lowering.js';
import { type Fold, lowerRows, type RowWork } from './rows.js';

/** A kernel over the rows of input `logits`. */
function ofLogits(logits: number, work: RowWork): Lowering {
  return {
    lower: ({ inputs }: CallSpec, traits) => lowerRows((inputs[logits] as TensorSpec).shape, work, traits),
  };
}

const largestOf = (logit: string): Fold => ({ name: 'largest', value: logit, combine: 'maximum' });
/** Σ e^(z − max), which is at least 1. */
const powersOf = (logit: string): Fold => ({ name: 'powers', value: `exponential(${logit} - largest)` });
/** The logarithm of that. */
const shiftOf = (logit: string): Fold => ({
  ...powersOf(logit),
  name: 'shift',
  end: (total) => `logarithm(${total})`,
});

/** Softmax and cross-entropy, with the maximum subtracted. */
export const softmaxKernels: Readonly<Record<string, Lowering>> = {
  Softmax: ofLogits(0, {
    stages: [[largestOf('x0(at)')], [powersOf('x0(at)')]],
    perPlace: { put_y0: 'exponential(x0(at) - largest) / powers' },
  }),
  LogSoftmax: ofLogits(0, {
    stages: [[largestOf('x0(at)')], [shiftOf('x0(at)')]],
    // In this order: largest + shift would round the shift away at large values.
    perPlace: { put_y0: '(x0(at) - largest) - shift' },
  }),
  SoftmaxCrossEntropy: ofLogits(0, {
    stages: [
      [largestOf('x0(at)')],
      [shiftOf('x0(at)')],
      // What has no share adds nothing, even where its logit is −∞.
      [{ name: 'loss', value: 'select(x1(at) * (shift - (x0(at) - largest)), 0.0, x1(at) == 0.0)' }],
    ],
    perRow: { put_y0: 'loss' },
  }),
  SoftmaxCrossEntropyGrad: ofLogits(1, {
    stages: [[largestOf('x1(at)'), { name: 'whole', value: 'x2(at)' }], [powersOf('x1(at)')]],
    perPlace: { put_y0: '(exponential(x1(at) - largest) / powers * whole - x2(at)) * x0(row)' },
  }),
};
