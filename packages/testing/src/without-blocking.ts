import type { Backend } from '@descent/core';

/**
 * A backend as a device that cannot block would be: the same kernels, and values that are read asynchronously alone.
 * @example await useBackend(withoutBlocking(referenceBackend()))
 */
export function withoutBlocking(backend: Backend): Backend {
  return {
    name: `${backend.name} without blocking`,
    description: backend.description,
    upload: (values, shape, dtype) => backend.upload(values, shape, dtype),
    read: async (buffer) => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return backend.read(buffer);
    },
    free: (buffer) => backend.free(buffer),
    run: (kernel, inputs, attrs, outputs) => backend.run(kernel, inputs, attrs, outputs),
    supports: (kernelName, inputs, attrs) => backend.supports(kernelName, inputs, attrs),
    sync: () => backend.sync(),
    memory: () => backend.memory(),
    dispose: () => backend.dispose(),
  };
}
