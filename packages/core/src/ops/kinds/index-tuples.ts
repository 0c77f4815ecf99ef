import { DtypeError, ShapeError } from '../../errors.js';
import { indexError } from '../../index-error.js';
import type { HostTensor } from '../../kernel.js';
import { type Shape, showShape, sizeOf, stridesOf } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkTensor } from './operands.js';

/**
 * Checks tuples of indices into the first axes of a tensor of `shape`.
 * @throws DtypeError unless they are int32, ShapeError when they have no axis or name more axes than there are
 */
export function checkTuples(op: string, indices: unknown, shape: Shape): Tensor {
  const given = checkTensor(op, indices, 'indices');
  if (given.dtype !== 'int32') {
    throw new DtypeError(`${op}: indices are ${given.dtype}, expects int32`, {
      fix: "make them so: tensor([…], undefined, 'int32') or cast(indices, 'int32')",
    });
  }
  const length = given.shape[given.rank - 1];
  if (length !== undefined && length <= shape.length) return given;
  const axes = length === undefined ? 'are a scalar' : `have ${length} in each tuple`;
  throw new ShapeError(
    `${op}: indices ${axes}, expects tuples of at most ${shape.length} for ${showShape(shape)}`,
    { fix: 'the last axis of the indices is one tuple: [[row, column], …]' },
  );
}

/**
 * Numbers of the parts that tuples of indices pick from axes of `sizes`.
 * @throws ShapeError E_INDEX naming the first index that is outside
 */
export function partsOfTuples(op: string, { shape, values }: HostTensor, sizes: Shape): number[] {
  const strides = stridesOf(sizes);
  return Array.from({ length: sizeOf(shape.slice(0, -1)) }, (_, i) =>
    sizes.reduce((part, size, axis) => {
      const place = i * sizes.length + axis;
      const index = values[place] as number;
      if (!(index >= 0 && index < size)) throw indexError(op, index, place, size);
      return part + index * (strides[axis] as number);
    }, 0),
  );
}
