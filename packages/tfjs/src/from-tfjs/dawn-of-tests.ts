import { gpuAdapters } from '@descent/backend-node-gpu';
import { create, globals } from 'webgpu';

/**
 * Puts Dawn where a page has its GPU, and registers TensorFlow.js' WebGPU backend, which looks for it there when it is
 * imported. A driver in software is found as Descent finds it.
 */
export async function registerWebgpu(): Promise<void> {
  await gpuAdapters();
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: create([]), configurable: true });
  await import('@tensorflow/tfjs-backend-webgpu');
}
