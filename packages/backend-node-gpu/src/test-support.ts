import { startOnGpu } from '@descent/backend-webgpu';
import { type Backend, referenceBackend, useBackend } from '@descent/core';
import { afterAll, beforeAll } from 'vitest';
import { requestAdapter } from './dawn.js';
import { nodeGpu } from './node-gpu.js';

/** A GPU for the tests of a block; afterwards the reference backend is in use. */
export function gpuOfTests(make: () => Promise<Backend> = nodeGpu): () => Backend {
  let gpu: Backend | undefined;
  beforeAll(async () => {
    gpu = await make();
  });
  afterAll(async () => {
    await useBackend(referenceBackend());
    gpu?.dispose();
  });
  return () => gpu as Backend;
}

/** What {@link asHardware} hides of the adapter, and tells of what happens. */
export interface HardwareOptions {
  /** Limits below those of the adapter. */
  readonly limits?: Partial<Record<keyof GPUSupportedLimits, number>>;
  /** Sees the device before the backend has it. */
  readonly onDevice?: (device: GPUDevice) => void;
}

/** The GPU of this machine under a name that no driver in software has: its kernels are those for hardware. */
export function asHardware({ limits = {}, onDevice }: HardwareOptions = {}): Promise<Backend> {
  return startOnGpu('node-gpu', async () => {
    const adapter = await requestAdapter(undefined, {});
    const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
      const device = await adapter.requestDevice(descriptor);
      onDevice?.(device);
      return device;
    };
    const info = { vendor: 'none', architecture: 'none', device: 'none', description: 'as if in hardware' };
    const known = new Proxy(adapter.limits, {
      get: (all, name) => limits[name as keyof GPUSupportedLimits] ?? Reflect.get(all, name, all),
    });
    return { info, limits: known, requestDevice } as unknown as GPUAdapter;
  });
}
