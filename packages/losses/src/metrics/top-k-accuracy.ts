import {
  any,
  argMax,
  cast,
  checkWhole,
  equal,
  expandDims,
  sameShape,
  scope,
  type Tensor,
  topK,
  ValueError,
} from '@descent/core';
import { checkOptions } from '../check-options.js';
import { checkTensors } from '../check-pair.js';
import { misfit } from './misfit.js';

/**
 * Share of examples whose class is among the k that score best. Of equal scores the lower class comes first, as in
 * {@link accuracy}, which is the case k = 1.
 *
 * @param options - `k`, a whole number ≥ 1; default 5, as in Keras
 * @returns a metric of scores [..., classes] and class indices [...] (int32) or one-hot [..., classes]
 * @throws ValueError for another k; from the metric ShapeError when the shapes fit in no way, ValueError for fewer
 * classes than k
 * @example topKAccuracy({ k: 2 })(tensor([[0.1, 0.6, 0.3]]), tensor([2], undefined, 'int32')).item() // 1
 */
export function topKAccuracy(
  options: { readonly k?: number } = {},
): (predictions: Tensor, targets: Tensor) => Tensor<readonly []> {
  const op = 'topKAccuracy';
  const { k = 5 } = checkOptions(op, options, ['k']);
  checkWhole(op, 'k', k);
  return (predictions, targets) => {
    checkTensors(op, predictions, targets);
    const { shape } = predictions;
    const classes = shape.at(-1) ?? 0;
    const isIndex = targets.dtype === 'int32' && sameShape(targets.shape, shape.slice(0, -1));
    if (!isIndex && !sameShape(targets.shape, shape)) throw misfit(op, predictions, targets);
    if (k > classes) throw new ValueError(`${op}: k is ${k}, predictions have ${classes} classes`);
    return scope(() => {
      const right = expandDims(isIndex ? targets : argMax(targets), -1) as Tensor;
      const isAmong = any(equal(topK(predictions, k).indices, right) as Tensor, -1) as Tensor;
      return cast(isAmong, 'float32').mean();
    });
  };
}
