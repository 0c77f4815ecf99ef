import { adapterNames } from '#dawn';

/** A GPU of this machine, or a driver that computes in software. */
export interface GpuAdapterName {
  /** For `nodeGpu({ adapter })`. */
  readonly name: string;
  /** What it is reached by: `vulkan`, `metal`, `d3d12`, … */
  readonly api: string;
}

/**
 * The adapters that there are on this machine.
 * @returns none where there is no driver, and in browsers
 * @example console.log(await gpuAdapters()); // [{ name: 'Apple M1 Max', api: 'metal' }]
 */
export function gpuAdapters(): Promise<GpuAdapterName[]> {
  return adapterNames();
}
