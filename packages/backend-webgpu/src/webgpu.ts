import { type Backend, BackendError, checkOptions } from '@descent/core';
import { checkPowerPreference } from './power-preference.js';
import { startOnGpu } from './start-on-gpu.js';

/** Options of {@link webgpu}. */
export interface WebgpuOptions {
  /** Which GPU of several is asked for. Default `'high-performance'`. */
  readonly powerPreference?: GPUPowerPreference | undefined;
}

/**
 * The GPU of this machine through the browser's WebGPU.
 *
 * @param options - which GPU
 * @throws BackendError where WebGPU is missing, or no adapter is found; ValueError for an option out of range
 * @example await useBackend(webgpu());
 */
export async function webgpu(options: WebgpuOptions = {}): Promise<Backend> {
  const { powerPreference = 'high-performance' } = checkOptions('webgpu', options, ['powerPreference']);
  checkPowerPreference('webgpu', powerPreference);
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) {
    throw new BackendError('webgpu: there is no WebGPU here', {
      fix: "pages have it on https:// and localhost, in browsers of 2024 and later; in Node: await useBackend(nodeGpu()), with nodeGpu from '@descent/backend-node-gpu'",
    });
  }
  return startOnGpu('webgpu', async () => {
    const adapter = await gpu.requestAdapter({ powerPreference });
    if (adapter) return adapter;
    throw new BackendError('webgpu: the browser gives no adapter', {
      fix: 'its page chrome://gpu says why; until then: await pickBackend([() => webgpu(), () => cpu()])',
    });
  });
}
