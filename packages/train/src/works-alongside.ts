import type { Backend } from '@descent/core';

/** Whether a device works while the host goes on, as a GPU does and a worker; a processor that computes here does not. */
export function worksAlongside(backend: Backend): boolean {
  return backend.readSync === undefined || 'lost' in backend;
}
