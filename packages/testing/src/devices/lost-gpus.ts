import { deviceLossContract } from './device-loss-contract.js';
import { flatMemory } from './flat-memory.js';
import { GivenGpus } from './given-gpus.js';

/**
 * What holds of WebGPU whose devices are lost, see {@link deviceLossContract}, and of their memory.
 *
 * @param name - of the backends
 * @param request - gives the adapter
 * @example lostGpus('webgpu', () => navigator.gpu.requestAdapter());
 */
export function lostGpus(name: string, request: () => Promise<GPUAdapter | null>): void {
  const gpus = new GivenGpus(name, request);
  deviceLossContract({
    name,
    start: gpus.start,
    latest: () => gpus.latest,
    refuse: (isRefusing) => {
      gpus.isRefusing = isRefusing;
    },
    places: [
      ['submit', 30],
      ['writeBuffer', 30],
      ['createComputePipeline', 20],
      ['createBindGroup', 30],
      ['mapAsync', 9],
    ],
  });
  flatMemory(gpus.start, () => gpus.latest);
}
