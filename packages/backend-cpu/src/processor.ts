import { type Attrs, BackendError } from '@descent/core';
import type { Call, NativeKernel, Operand } from './call.js';
import type { Block, Heap } from './heap.js';
import { Instructions } from './instructions.js';
import { Refusals } from './refusals.js';
import { mayBlock, noThreads, type Threads } from './threads.js';
import type { ChunkName, RowName, WasmKernels } from './wasm-kernels.js';
import type { WasmMemory } from './wasm-memory.js';
import type { Machine } from './wasm-module.js';

/** What a {@link Processor} is made of. */
export interface ProcessorParts {
  readonly machine: Machine;
  readonly memory: WasmMemory;
  readonly heap: Heap;
  readonly threads: Threads;
}

/** Lowers kernel calls to instructions and runs them, on all threads where there is enough to do. */
export class Processor {
  readonly #machine: Machine;
  readonly #memory: WasmMemory;
  readonly #heap: Heap;
  readonly #mayBlock = mayBlock();
  #threads: Threads;
  /** Each thread's workspace, and how many bytes it has. */
  #spaces: Block[] = [];
  #spaceBytes = 0;
  readonly #instructions: Instructions;

  constructor({ machine, memory, heap, threads }: ProcessorParts) {
    this.#machine = machine;
    this.#memory = memory;
    this.#heap = heap;
    this.#threads = threads;
    this.#instructions = new Instructions(memory);
  }

  /** How many threads take chunks. */
  get threads(): number {
    return this.#threads.count;
  }

  /** Runs a native kernel; gives its workspaces back at the end. */
  run(
    native: NativeKernel,
    op: string,
    inputs: readonly Operand[],
    outputs: readonly Operand[],
    attrs: Attrs,
  ): void {
    const call = new EagerCall(this, this.#machine.wasm, this.#heap, op, inputs, outputs, attrs);
    this.#instructions.clear();
    try {
      native.lower(call);
      this.#execute(op, call.refusals);
    } finally {
      call.end();
    }
  }

  /** Adds an instruction; runs those before it when there is no room. */
  emit(op: string, refusals: Refusals, name: ChunkName, chunks: number, words: readonly number[]): void {
    if (!this.#instructions.fits(words.length + 1)) this.#execute(op, refusals);
    this.#instructions.add(this.place(name), chunks, words);
  }

  /** Place of a function in the table of functions. */
  place(name: RowName | ChunkName): number {
    return this.#machine.places.get(name) as number;
  }

  #execute(op: string, refusals: Refusals): void {
    const { address, count, isParallel } = this.#instructions;
    this.#instructions.clear();
    this.runProgram(op, address, count, isParallel);
    refusals.check(this.#memory);
  }

  /**
   * Runs a program in memory: its address, the number of its instructions, and whether it is worth sharing.
   * @throws BackendError when a thread died
   */
  runProgram(op: string, address: number, count: number, isParallel: boolean): void {
    const { wasm } = this.#machine;
    if (!isParallel || this.#threads.count === 1) {
      wasm.runAlone(address, count);
    } else if (!wasm.runTogether(address, count, this.#mayBlock)) {
      this.#threads.end();
      this.#threads = noThreads();
      throw new BackendError(`${op}: a thread of the CPU backend died or does not answer`, {
        fix: 'all else is as it was, and calls now run on one thread; for all threads make a new backend: await useBackend(cpu())',
      });
    }
  }

  /** Makes every thread's workspace at least that long. */
  reserve(bytes: number, op: string): void {
    if (bytes <= this.#spaceBytes) return;
    for (const block of this.#spaces) this.#heap.give(block);
    this.#spaces = [];
    this.#spaceBytes = 0;
    const made: Block[] = [];
    try {
      for (let i = 0; i < this.#threads.count; i++) made.push(this.#heap.take(bytes, op, true));
    } catch (error) {
      for (const block of made) this.#heap.give(block);
      throw error;
    }
    made.forEach(({ address }, i) => {
      this.#machine.wasm.setWorkspace(i, address);
    });
    this.#spaces = made;
    this.#spaceBytes = bytes;
  }

  /** Ends the threads. */
  end(): void {
    this.#threads.end();
  }
}

/** One run of a native kernel. */
class EagerCall implements Call {
  readonly refusals = new Refusals();
  readonly threads: number;
  readonly #workspaces: Block[] = [];

  constructor(
    readonly processor: Processor,
    readonly wasm: WasmKernels,
    readonly heap: Heap,
    readonly op: string,
    readonly inputs: readonly Operand[],
    readonly outputs: readonly Operand[],
    readonly attrs: Attrs,
  ) {
    this.threads = processor.threads;
  }

  emit(name: ChunkName, chunks: number, words: readonly number[]): void {
    this.processor.emit(this.op, this.refusals, name, chunks, words);
  }

  place(name: RowName): number {
    return this.processor.place(name);
  }

  workspace(bytes: number): number {
    const block = this.heap.take(bytes, this.op);
    this.#workspaces.push(block);
    return block.address;
  }

  refusal(size: number): number {
    return this.refusals.add(this.op, size);
  }

  threadSpace(bytes: number): void {
    this.processor.reserve(bytes, this.op);
  }

  end(): void {
    for (const block of this.#workspaces) this.heap.give(block);
  }
}
