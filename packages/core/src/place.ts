import type { Backend } from './backend.js';
import { bytesPerElement, type DType, type TypedArray } from './dtype.js';
import { checkAlive, onDevice } from './lost.js';
import type { Shape } from './shape.js';
import { Storage } from './storage.js';

/**
 * Copies host values to a backend.
 * @param isSpare - whether the array is given away: whoever made it uses it no more
 * @throws BackendError E_OOM, E_LOST
 */
export function placeOn(
  backend: Backend,
  values: TypedArray,
  shape: Shape,
  dtype: DType,
  op: string,
  isSpare = true,
): Storage {
  checkAlive(op, backend);
  const bytes = values.length * bytesPerElement(dtype);
  const buffer = onDevice(op, backend, () => backend.upload(values, shape, dtype, isSpare));
  return new Storage(backend, buffer, bytes, op);
}
