import type { Backend } from './backend.js';
import { describeValue } from './describe-value.js';
import { BackendError } from './errors.js';
import { fetchFollowers } from './followers.js';
import { checkAlive } from './lost.js';
import { referenceBackend } from './reference-backend.js';

let current: Backend | undefined;

/**
 * The backend that new tensors are made on: the last one given to {@link useBackend}, else the built-in reference.
 * @example currentBackend().name // 'reference', until useBackend says otherwise
 */
export function currentBackend(): Backend {
  current ??= referenceBackend();
  return current;
}

/**
 * Makes new tensors live on `backend`. Those that exist stay where they are; `tensor.to(backend)` moves one. A
 * {@link Variable} follows: read after the switch, it moves, and so do a model's parameters.
 *
 * @param backend - a backend, or the promise of one
 * @returns the backend, once it is ready
 * @throws BackendError when it is none, E_LOST when its device was lost; the current one then stays
 * @example
 * import { cpu } from '@descent/backend-cpu';
 * await useBackend(cpu());
 */
export async function useBackend(backend: Backend | Promise<Backend>): Promise<Backend> {
  const next = checkBackend('useBackend', await backend);
  checkAlive('useBackend', next);
  await fetchFollowers(next);
  current = next;
  return next;
}

/** Runs a synchronous function with another backend in use. */
export function onBackend<R>(backend: Backend, f: () => R): R {
  const before = currentBackend();
  if (backend === before) return f();
  current = backend;
  try {
    return f();
  } finally {
    current = before;
  }
}

/** Checks that a value is a backend. */
export function checkBackend(op: string, value: unknown): Backend {
  const isBackend =
    value !== null && typeof value === 'object' && 'run' in value && 'upload' in value && 'name' in value;
  if (isBackend) return value as Backend;
  throw new BackendError(`${op}: expects a backend, got ${describeValue(value)}`, {
    fix:
      typeof value === 'function'
        ? `call it: await ${op}(${value.name || 'backend'}())`
        : "a backend is a value, not a name: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())",
  });
}
