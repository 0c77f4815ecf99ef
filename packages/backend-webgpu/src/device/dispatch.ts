import type { Shader } from '../shader/stage.js';
import type { Gpu } from './gpu.js';
import { bytesOf } from './gpu-buffer.js';

/** A shader's buffers as the device binds them. */
export function bindGroupOf(gpu: Gpu, shader: Shader, memory: readonly GPUBuffer[]): GPUBindGroup {
  return gpu.device.createBindGroup({
    layout: gpu.pipelines.of(shader).layout,
    entries: shader.bindings.map(({ spec }, binding) => ({
      binding,
      // Of its exact size: shaders may ask for it.
      resource: { buffer: memory[binding] as GPUBuffer, size: bytesOf(spec.shape) },
    })),
  });
}

/** Appends a shader's dispatch to the commands of a device. */
export function dispatch(gpu: Gpu, shader: Shader, memory: readonly GPUBuffer[]): void {
  gpu.commands.dispatch(
    gpu.pipelines.of(shader).pipeline,
    bindGroupOf(gpu, shader, memory),
    shader.workgroups,
  );
  for (const buffer of memory) gpu.commands.touch(buffer);
}
