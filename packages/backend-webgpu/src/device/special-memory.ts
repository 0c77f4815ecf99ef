import { faultNotes } from '../shader/stage.js';
import type { Gpu } from './gpu.js';

/** The memory of a value that no call makes but the device has: undefined for all others. */
export function specialMemory(gpu: Gpu, value: number): GPUBuffer | undefined {
  return value === faultNotes ? gpu.faults.memory : undefined;
}
