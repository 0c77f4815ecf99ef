import { type Backend, BackendError } from '@descent/core';
import { engine, getBackend, type KernelBackend, setBackend } from '@tensorflow/tfjs-core';
import { TfjsBackend } from './tfjs-backend.js';

/**
 * Takes a backend of TensorFlow.js as one of Descent's: its kernels run ops, gradients and training. Import the
 * package that registers it first, such as `@tensorflow/tfjs-backend-webgl`.
 *
 * Which backend `tf` itself uses is left as it is.
 *
 * @param name - as `tf.setBackend` takes it: `webgl`, `webgpu`, `wasm`, `cpu`
 * @throws BackendError when it is not registered or does not start here
 * @example
 * import '@tensorflow/tfjs-backend-webgl';
 * await useBackend(fromTfjs('webgl'));
 */
export async function fromTfjs(name: string): Promise<Backend> {
  const { registryFactory } = engine();
  if (!(name in registryFactory)) {
    const known = Object.keys(registryFactory).join(', ') || 'none';
    throw new BackendError(
      `fromTfjs: TensorFlow.js has no backend '${name}'; those registered are: ${known}`,
      {
        fix: `import '@tensorflow/tfjs-backend-${name}' first`,
      },
    );
  }
  const before = getBackend();
  const hasStarted = await setBackend(name).catch(() => false);
  const kernels = engine().findBackend(name) as KernelBackend | null;
  if (before) await setBackend(before);
  if (hasStarted && kernels) return new TfjsBackend(name, kernels);
  throw new BackendError(`fromTfjs: the backend '${name}' of TensorFlow.js does not start here`, {
    fix: "try others: await pickBackend([() => fromTfjs('webgl'), () => cpu()])",
  });
}
