import type { Backend, DeviceBuffer } from './backend.js';
import type { TypedArray } from './dtype.js';
import { BackendError } from './errors.js';

/**
 * The error E_LOST of an op on a backend whose device was lost: for backends, and for what calls them.
 * @param cause - the error that led to this one
 * @example if (this.lost !== undefined) throw lostError('conv2d', this);
 */
export function lostError(op: string, backend: Backend, cause?: unknown): BackendError {
  return new BackendError(
    `${op}: the device of ${backend.name} was lost: ${backend.lost ?? 'nobody knows why'}`,
    {
      code: 'E_LOST',
      fix: 'go on elsewhere, by await recoverBackend() or await useBackend(…), and make what was on the device anew',
      cause,
    },
  );
}

/**
 * True for an error that says that a device was lost.
 * @example try { await x.data() } catch (e) { if (isLoss(e)) await recoverBackend() }
 */
export function isLoss(error: unknown): error is BackendError {
  return error instanceof BackendError && error.code === 'E_LOST';
}

/**
 * Checks that a backend's device is there.
 * @throws BackendError E_LOST
 */
export function checkAlive(op: string, backend: Backend): void {
  if (backend.lost !== undefined) throw lostError(op, backend);
}

/**
 * Runs a call on a backend. What it throws because its device was lost, such as a texture that cannot be made, becomes
 * E_LOST.
 */
export function onDevice<R>(op: string, backend: Backend, call: () => R): R {
  if (!('lost' in backend)) return call();
  try {
    return call();
  } catch (error) {
    throw asLoss(op, backend, error);
  }
}

function asLoss(op: string, backend: Backend, error: unknown): unknown {
  return backend.lost === undefined || isLoss(error) ? error : lostError(op, backend, error);
}

/**
 * Copies a buffer's values to the host. Those of a device that was lost meanwhile are not believed.
 * @throws BackendError E_LOST
 */
export function readValues(backend: Backend, buffer: DeviceBuffer, op: string): Promise<TypedArray> {
  return 'lost' in backend ? readOfLosable(backend, buffer, op) : backend.read(buffer);
}

async function readOfLosable(backend: Backend, buffer: DeviceBuffer, op: string): Promise<TypedArray> {
  checkAlive(op, backend);
  let values: TypedArray;
  try {
    values = await backend.read(buffer);
  } catch (error) {
    throw asLoss(op, backend, error);
  }
  checkAlive(op, backend);
  return values;
}
