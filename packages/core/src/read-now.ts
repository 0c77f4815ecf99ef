import type { TypedArray } from './dtype.js';
import { BackendError } from './errors.js';
import { storageFor, type Tensor } from './tensor.js';

/**
 * Copies a tensor's values to the host at once.
 * @param fix - what to do where that is not possible
 * @throws BackendError on a device that cannot block
 * @throws TraceError, DisposedError
 */
export function readNow(
  tensor: Tensor,
  op: string,
  fix = 'read asynchronously: await tensor.data()',
): TypedArray {
  const { backend, buffer } = storageFor(tensor, op);
  if (backend.readSync) return backend.readSync(buffer);
  throw new BackendError(`${op}: backend ${backend.name} cannot read at once`, { fix });
}
