import { type Backend, BackendError } from '@descent/core';
import type { GpuAdapterName } from './gpu-adapters.js';

/**
 * Browsers have WebGPU of their own.
 * @throws BackendError always
 */
export async function startOnDawn(): Promise<Backend> {
  throw new BackendError('nodeGpu: works in Node, this is a browser', {
    fix: "await useBackend(webgpu()), with webgpu from '@descent/backend-webgpu'",
  });
}

/** None: pages may not list adapters. */
export async function adapterNames(): Promise<GpuAdapterName[]> {
  return [];
}
