import { type Backend, BackendError } from '@descent/core';
import { engine, getBackend, type KernelBackend, setBackend } from '@tensorflow/tfjs-core';
import { TfjsBackend } from './tfjs-backend.js';

/**
 * Takes a backend of TensorFlow.js as one of Descent's: its kernels run ops, gradients and training. Import the
 * package that registers it first, such as `@tensorflow/tfjs-backend-webgl`.
 *
 * Which backend `tf` itself uses is left as it is.
 *
 * @param name - as `tf.setBackend` takes it: `webgl`, `webgpu`, `wasm`, `cpu`; `tensorflow` is that of
 *   `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`
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
      { fix: fixFor(name) },
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

/** What registers a backend of tfjs. */
function fixFor(name: string): string {
  if (name !== 'tensorflow') return `import '@tensorflow/tfjs-backend-${name}' first`;
  return (
    'npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu, on CUDA), which builds or downloads TensorFlow ' +
    "when it is installed, and import it first; where it cannot be, nodeGpu() from '@descent/backend-node-gpu' and " +
    "cpu() from '@descent/backend-cpu' need nothing"
  );
}
