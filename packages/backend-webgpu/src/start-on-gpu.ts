import type { Backend } from '@descent/core';
import { Gpu } from './device/gpu.js';
import { WebgpuBackend } from './webgpu-backend.js';

/** Limits that are asked for as far as the adapter goes. */
const limits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
] as const;

/** Software drivers, by the names that adapters give. */
const software = /swiftshader|llvmpipe|lavapipe|\bwarp\b|basic render/i;

/**
 * A backend on an adapter of WebGPU's, wherever it comes from.
 *
 * @param name - of the backend, in messages and tables
 * @param request - gives the adapter; asked again when the device is lost and the backend started anew
 * @throws BackendError where `request` does, and where the adapter gives no device
 * @example const backend = await startOnGpu('webgpu', async () => adapter);
 */
export async function startOnGpu(name: string, request: () => Promise<GPUAdapter>): Promise<Backend> {
  const adapter = await request();
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
  });
  const { vendor, architecture, device: model, description } = adapter.info;
  const named = description || [vendor, architecture, model].filter(Boolean).join(' ') || 'unknown adapter';
  const isSoftware = software.test(`${vendor} ${architecture} ${model} ${description}`);
  return new WebgpuBackend({
    name,
    adapter: isSoftware ? `${named}, in software` : named,
    gpu: new Gpu(device, isSoftware),
    restart() {
      // One that refused its work still has its memory.
      device.destroy();
      return startOnGpu(name, request);
    },
  });
}
