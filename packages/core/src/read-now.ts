import type { TypedArray } from './dtype.js';
import { BackendError } from './errors.js';
import { checkAlive } from './lost.js';
import { storageFor, type Tensor } from './tensor.js';

/**
 * Copies a tensor's values to the host at once.
 * @param fix - what to do where that is not possible
 * @throws BackendError on a device that cannot block, E_LOST on one that was lost
 * @throws TraceError, DisposedError
 */
export function readNow(
  tensor: Tensor,
  op: string,
  fix = 'read asynchronously: await tensor.data()',
): TypedArray {
  const { backend, buffer } = storageFor(tensor, op);
  checkAlive(op, backend);
  if (backend.readSync) {
    const values = backend.readSync(buffer);
    checkAlive(op, backend);
    return values;
  }
  throw new BackendError(`${op}: backend ${backend.name} cannot read at once`, { fix });
}
