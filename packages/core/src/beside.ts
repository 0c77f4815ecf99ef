import { onBackend } from './current-backend.js';
import { checkAlive } from './lost.js';
import { storageOf, Tensor } from './tensor.js';

/**
 * Runs `make`, which makes tensors of nothing, on the backend where `other` lives, if it is a tensor with a buffer.
 * @param op - for whom, in the message of a device that was lost
 */
export function beside<R>(other: unknown, make: () => R, op?: string): R {
  const storage = other instanceof Tensor ? storageOf(other) : undefined;
  if (storage && op !== undefined) checkAlive(op, storage.backend);
  return storage ? onBackend(storage.backend, make) : make();
}
