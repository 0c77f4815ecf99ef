import { onBackend } from './current-backend.js';
import { storageOf, Tensor } from './tensor.js';

/** Runs `make`, which makes tensors of nothing, on the backend where `other` lives, if it is a tensor with a buffer. */
export function beside<R>(other: unknown, make: () => R): R {
  const storage = other instanceof Tensor ? storageOf(other) : undefined;
  return storage ? onBackend(storage.backend, make) : make();
}
