import { gather } from '../ops/gather.js';
import { topK } from '../ops/top-k.js';
import { scope } from '../scope.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Rng } from './rng.js';

/**
 * The parts of x along its first axis in random order, inside compiled functions too; {@link Rng.permutation} is the
 * host's.
 *
 * @throws ShapeError E_AXIS for a scalar
 * @example
 * const rows = shuffle(rng, x);
 */
export function shuffle<S extends Shape>(rng: Rng, x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const count = x.shape[resolveAxis('shuffle', 0, x.rank)] as number;
    return gather(x, topK(rng.bits([count]), count).indices);
  }) as Tensor<S>;
}
