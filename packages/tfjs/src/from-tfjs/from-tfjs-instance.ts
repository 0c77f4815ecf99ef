import type { Backend } from '@descent/core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { TfjsBackend } from './tfjs-backend.js';

/**
 * Takes an instance of a backend of TensorFlow.js as one of Descent's. It need not be the one that `tf` uses: what makes
 * it, keeps it and disposes of it is the caller.
 *
 * @param name - under which its kernels are registered
 * @example fromTfjsInstance('webgl', new MathBackendWebGL(canvas))
 */
export function fromTfjsInstance(name: string, instance: KernelBackend): Backend {
  return new TfjsBackend(name, instance);
}
