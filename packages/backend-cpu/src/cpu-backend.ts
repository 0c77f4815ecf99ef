import {
  type Attrs,
  type Backend,
  BackendError,
  type DeviceBuffer,
  type DType,
  type Kernel,
  type KernelInput,
  type Shape,
  type Support,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import { bytesOf, type Operand } from './call.js';
import { type Block, Heap } from './heap.js';
import { kernelTable } from './kernel-table.js';
import { Processor, type ProcessorParts } from './processor.js';
import type { WasmMemory } from './wasm-memory.js';

/** A buffer: its block, and how to read it. */
class CpuBuffer {
  constructor(
    readonly block: Block,
    readonly dtype: DType,
    readonly size: number,
  ) {}
}

/** What {@link CpuBackend} is made of. */
export interface CpuParts extends Omit<ProcessorParts, 'heap'> {
  readonly description: string;
  readonly maxBytes: number;
}

interface Machine {
  readonly memory: WasmMemory;
  readonly heap: Heap;
  readonly processor: Processor;
}

/** Tensors in WebAssembly memory and kernels over them. Made by {@link cpu}. */
export class CpuBackend implements Backend {
  readonly name = 'cpu';
  readonly description: string;
  #machine: Machine | undefined;

  constructor({ description, maxBytes, ...parts }: CpuParts) {
    this.description = description;
    const { memory, machine } = parts;
    const heap = new Heap(machine.wasm.heapBase(), maxBytes, memory.growTo);
    this.#machine = { memory, heap, processor: new Processor({ ...parts, heap }) };
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    const { heap, memory } = this.#live();
    const buffer = take(heap, { shape, dtype }, 'upload');
    memory.write(values, dtype, buffer.block.address);
    return buffer;
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    return this.readSync(buffer);
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    const { block, dtype, size } = buffer as CpuBuffer;
    return this.#live().memory.view(dtype, block.address, size).slice();
  }

  free(buffer: DeviceBuffer): void {
    // After dispose everything is gone already.
    this.#machine?.heap.give((buffer as CpuBuffer).block);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const machine = this.#live();
    const { heap } = machine;
    const from = inputs.map(({ buffer, shape, dtype }) =>
      operandOf((buffer as CpuBuffer).block, shape, dtype),
    );
    const made: CpuBuffer[] = [];
    try {
      for (const spec of outputs) made.push(take(heap, spec, kernel.op));
      if (made.some(({ size }) => size > 0)) {
        const to = made.map(({ block }, i) =>
          operandOf(block, (outputs[i] as TensorSpec).shape, (outputs[i] as TensorSpec).dtype),
        );
        const native = kernelTable.get(kernel.name);
        if (native?.accepts(inputs, attrs)) {
          machine.processor.run(native, kernel.op, from, to, attrs);
        } else {
          runReference(machine.memory, kernel, from, to, attrs);
        }
      }
    } catch (error) {
      for (const { block } of made) heap.give(block);
      throw error;
    }
    return made;
  }

  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support {
    return kernelTable.get(kernelName)?.accepts(inputs, attrs) ? 'native' : 'reference';
  }

  async sync(): Promise<void> {}

  memory(): { buffers: number; bytes: number } {
    if (!this.#machine) return { buffers: 0, bytes: 0 };
    const { heap, processor } = this.#machine;
    return { buffers: heap.blocks - processor.blocks, bytes: heap.bytes - processor.bytes };
  }

  dispose(): void {
    this.#machine?.processor.end();
    this.#machine = undefined;
  }

  #live(): Machine {
    if (this.#machine) return this.#machine;
    throw new BackendError('cpu: the backend was disposed', { fix: 'make a new one: await cpu()' });
  }
}

function take(heap: Heap, { shape, dtype }: TensorSpec, purpose: string): CpuBuffer {
  const size = sizeOf(shape);
  return new CpuBuffer(heap.take(size * bytesOf(dtype), purpose), dtype, size);
}

function operandOf({ address }: Block, shape: Shape, dtype: DType): Operand {
  return { address, shape, dtype, size: sizeOf(shape) };
}

/** Runs the definition of a kernel on views of wasm memory, which does not grow meanwhile. */
function runReference<A extends Attrs>(
  memory: WasmMemory,
  kernel: Kernel<A>,
  inputs: Operand[],
  outputs: Operand[],
  attrs: A,
): void {
  const host = ({ shape, dtype, address, size }: Operand) => ({
    shape,
    dtype,
    values: memory.view(dtype, address, size),
  });
  const results = outputs.map(host);
  for (const { values } of results) values.fill(0);
  kernel.reference(inputs.map(host), results, attrs);
}
