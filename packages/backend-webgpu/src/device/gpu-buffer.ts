import { type DType, type Shape, sizeOf } from '@descent/core';

/** Memory of the device that holds a tensor: a word for each element. */
export interface GpuBuffer {
  readonly memory: GPUBuffer;
  readonly dtype: DType;
  /** Elements. */
  readonly size: number;
}

/** Bytes of a tensor on the device, at least one word: WebGPU binds nothing of no size. */
export function bytesOf(shape: Shape): number {
  return 4 * Math.max(1, sizeOf(shape));
}
