export { type GpuAdapterName, gpuAdapters } from './gpu-adapters.js';
export { type NodeGpuOptions, nodeGpu } from './node-gpu.js';
