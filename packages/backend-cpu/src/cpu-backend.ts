import type {
  Attrs,
  Backend,
  DeviceBuffer,
  DeviceProgram,
  DType,
  Executable,
  Kernel,
  KernelInput,
  Shape,
  Support,
  TensorSpec,
  TypedArray,
} from '@descent/core';
import { type CpuBuffer, operandAt, takeBuffer } from './cpu-buffer.js';
import { Heap } from './heap.js';
import { kernelTable } from './kernel-table.js';
import { CpuPlan } from './plan/cpu-plan.js';
import { disposed, Processor, type ProcessorParts } from './processor.js';
import { runReference } from './reference.js';
import { noThreads } from './threads.js';
import type { WasmMemory } from './wasm-memory.js';
import type { Machine } from './wasm-module.js';

/** What {@link CpuBackend} is made of. */
export interface CpuParts extends Omit<ProcessorParts, 'heap'> {
  /** What it computes with, for the description. */
  readonly arithmetic: string;
  readonly maxBytes: number;
}

/** What it runs on until it is disposed of. */
interface Works {
  readonly machine: Machine;
  readonly memory: WasmMemory;
  readonly heap: Heap;
  readonly processor: Processor;
}

/** Ends the threads of a backend that was dropped and not disposed of: they would hold its memory for ever. */
const dropped = new FinalizationRegistry<Processor>((processor) => processor.end());

/** Tensors in WebAssembly memory and kernels over them. Made by {@link cpu}. */
export class CpuBackend implements Backend {
  readonly name = 'cpu';
  readonly #arithmetic: string;
  #works: Works | undefined;

  constructor({ arithmetic, maxBytes, ...parts }: CpuParts) {
    this.#arithmetic = arithmetic;
    const { memory, machine } = parts;
    const heap = new Heap(machine.wasm.heapBase(), maxBytes, memory.growTo);
    const processor = new Processor({ ...parts, heap });
    this.#works = { machine, memory, heap, processor };
    dropped.register(this, processor, this);
  }

  get description(): string {
    const { count, reason } = this.#works?.processor.runningThreads ?? noThreads('disposed');
    const threads = count === 1 ? '1 thread' : `${count} threads`;
    return `cpu: WebAssembly SIMD, ${this.#arithmetic}, ${threads}${reason === undefined ? '' : ` (${reason})`}`;
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    const { heap, memory } = this.#live();
    const buffer = takeBuffer(heap, { shape, dtype }, 'upload');
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
    this.#works?.heap.give((buffer as CpuBuffer).block);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const { heap, memory, processor } = this.#live();
    const from = inputs.map(({ buffer, shape, dtype }) =>
      operandAt((buffer as CpuBuffer).block.address, { shape, dtype }),
    );
    const made: CpuBuffer[] = [];
    try {
      for (const spec of outputs) made.push(takeBuffer(heap, spec, kernel.op));
      if (made.some(({ size }) => size > 0)) {
        const to = made.map(({ block }, i) => operandAt(block.address, outputs[i] as TensorSpec));
        const native = kernelTable.get(kernel.name);
        if (native?.accepts(inputs, attrs)) {
          processor.run(native, kernel.op, from, to, attrs);
        } else {
          runReference(memory, kernel, from, to, attrs);
        }
      }
    } catch (error) {
      for (const { block } of made) heap.give(block);
      throw error;
    }
    return made;
  }

  compile(program: DeviceProgram): Executable {
    return new CpuPlan(program, this.#live());
  }

  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support {
    return kernelTable.get(kernelName)?.accepts(inputs, attrs) ? 'native' : 'reference';
  }

  async sync(): Promise<void> {}

  memory(): { buffers: number; bytes: number } {
    if (!this.#works) return { buffers: 0, bytes: 0 };
    const { blocks, bytes } = this.#works.heap;
    return { buffers: blocks, bytes };
  }

  dispose(): void {
    dropped.unregister(this);
    this.#works?.processor.end();
    this.#works = undefined;
  }

  #live(): Works {
    if (this.#works) return this.#works;
    throw disposed();
  }
}
