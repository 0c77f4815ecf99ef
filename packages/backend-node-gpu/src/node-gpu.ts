import { type Backend, checkOptions, describeValue, ValueError } from '@descent/core';
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
 * @throws BackendError where there is none, with what to install; ValueError for an option out of range
 * @example await useBackend(nodeGpu());
 */
export async function nodeGpu(options: NodeGpuOptions = {}): Promise<Backend> {
  const names = ['adapter', 'powerPreference'] as const;
  const { adapter, powerPreference = 'high-performance' } = checkOptions('nodeGpu', options, names);
  if (adapter !== undefined && (typeof adapter !== 'string' || adapter === '')) {
    throw new ValueError(`nodeGpu: adapter must be a part of a name, got ${describeValue(adapter)}`, {
      fix: 'await gpuAdapters() lists the names; without adapter the first one is taken',
    });
  }
  return startOnDawn(adapter, { powerPreference });
}
