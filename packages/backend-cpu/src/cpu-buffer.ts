import { type DType, sizeOf, type TensorSpec } from '@descent/core';
import { bytesOf, type Operand } from './call.js';
import type { Block, Heap } from './heap.js';

/** A buffer: its block, and how to read it. */
export class CpuBuffer {
  constructor(
    readonly block: Block,
    readonly dtype: DType,
    readonly size: number,
  ) {}
}

/** Takes memory for a tensor; its values are whatever was there. */
export function takeBuffer(heap: Heap, { shape, dtype }: TensorSpec, purpose: string): CpuBuffer {
  const size = sizeOf(shape);
  return new CpuBuffer(heap.take(size * bytesOf(dtype), purpose), dtype, size);
}

/** A tensor at an address. */
export function operandAt(address: number, { shape, dtype }: TensorSpec): Operand {
  return { address, shape, dtype, size: sizeOf(shape) };
}
