import { ShapeError } from '../errors.js';
import { scope } from '../scope.js';
import { resolveAxis, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { sigmoid } from './sigmoid.js';
import { split } from './split.js';

/**
 * Gated linear unit: the first half along an axis, times sigmoid of the second half. It halves the axis, so it is no
 * activation for layers that keep the shape.
 *
 * @param x - rank >= 1; int32 is cast to float32
 * @param axis - default −1
 * @returns float32, the axis half as long
 * @throws ShapeError E_AXIS for an axis outside x, ShapeError for one of odd size; DtypeError for bool
 * @see Dauphin et al., Language modeling with gated convolutional networks, arXiv:1612.08083
 * @example glu(tensor([2, 4, 0, 0])).arraySync() // [1, 2]
 */
export function glu(x: Tensor, axis = -1): Tensor {
  return scope(() => {
    const given = floatThroughout('glu', x);
    const at = resolveAxis('glu', axis, given.rank);
    const size = given.shape[at] as number;
    if (size % 2 !== 0) {
      throw new ShapeError(
        `glu: axis ${at} of ${showShape(given.shape)} has ${size}, which has no two halves`,
      );
    }
    const [value, gate] = split(given, [size / 2, size / 2], at) as [Tensor, Tensor];
    return mul(value, sigmoid(gate)) as Tensor;
  });
}
