import { type Backend, checkOptions } from '@descent/core';
import { startOnDawn } from '#dawn';

/** Options of {@link nodeGpu}. */
export interface NodeGpuOptions {
  /** The adapter by a part of its name, see {@link gpuAdapters}. Default: the system's first. */
  readonly adapter?: string | undefined;
  /** Which GPU of several is asked for where none is named. Default `'high-performance'`. */
  readonly powerPreference?: GPUPowerPreference | undefined;
}

/**
 * A GPU of this machine, in Node, through Dawn: without CUDA, without a native build. Where there is no GPU, a Vulkan driver
 * in software serves, slowly; the description says so.
 *
 * @param options - which adapter
 * @throws BackendError where there is none, with what to install
 * @example await useBackend(nodeGpu());
 */
export async function nodeGpu(options: NodeGpuOptions = {}): Promise<Backend> {
  const names = ['adapter', 'powerPreference'] as const;
  const { adapter, powerPreference = 'high-performance' } = checkOptions('nodeGpu', options, names);
  return startOnDawn(adapter, { powerPreference });
}
