import type { Backend } from './backend.js';
import { currentBackend } from './current-backend.js';
import { BackendError } from './errors.js';
import { checkAlive } from './lost.js';
import type { Storage } from './storage.js';

/**
 * The backend that all inputs of an op live on; the current one when there are none.
 * @throws BackendError when there are two; E_LOST when the device of one was lost
 */
export function commonBackend(op: string, storages: readonly Storage[]): Backend {
  const backend = storages[0]?.backend ?? currentBackend();
  checkAlive(op, backend);
  const other = storages.find((storage) => storage.backend !== backend)?.backend;
  if (!other) return backend;
  for (const storage of storages) checkAlive(op, storage.backend);
  const [here, there] =
    backend.name === other.name ? [backend.name, `another ${other.name}`] : [backend.name, other.name];
  throw new BackendError(`${op}: inputs live on two backends: ${here} and ${there}`, {
    fix: 'move one: await tensor.to(backend)',
  });
}
