import { ShapeError } from '../errors.js';
import { cast } from '../ops/cast.js';
import { cumsum } from '../ops/cumsum.js';
import { div } from '../ops/div.js';
import { lessEqual } from '../ops/less-equal.js';
import { reshape } from '../ops/reshape.js';
import { slice } from '../ops/slice.js';
import { softmax } from '../ops/softmax.js';
import { stopGradient } from '../ops/stop-gradient.js';
import { sum } from '../ops/sum.js';
import { scope } from '../scope.js';
import { checkWhole, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Rng } from './rng.js';

/**
 * Draws classes by their probabilities softmax(logits): the number of classes whose cumulative probability lies at or
 * below a number spread evenly over [0, 1). A logit of −∞ is never drawn.
 *
 * @param logits - [..., classes], at least one; its gradient is none
 * @param count - draws per row; without it there is one
 * @returns int32 [...], or [..., count]
 * @throws ShapeError when there are no classes, DtypeError for bool, ValueError
 * @example
 * const next = categorical(rng, logits.div(temperature));
 */
export function categorical(rng: Rng, logits: Tensor, count?: number): Tensor {
  if (count !== undefined) checkWhole('categorical', 'count', count, 0);
  const { shape, rank } = logits;
  if (!((shape[rank - 1] ?? 0) > 0)) {
    throw new ShapeError(`categorical: logits are ${showShape(shape)}, expects at least one class`);
  }
  return scope(() => {
    const batch = shape.slice(0, -1);
    const sums = cumsum(softmax(stopGradient(logits)), -1);
    const last = slice(sums, [...batch.map(() => 0), -1]);
    const shares = reshape(div(sums, last) as Tensor, [...batch, 1, -1]) as Tensor;
    const below = lessEqual(shares, rng.uniform([...batch, count ?? 1, 1]) as Tensor) as Tensor;
    const drawn = sum(cast(below, 'int32'), -1) as Tensor;
    return count === undefined ? (reshape(drawn, batch) as Tensor) : drawn;
  });
}
