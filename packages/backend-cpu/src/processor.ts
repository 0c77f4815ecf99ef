import { type Attrs, BackendError } from '@descent/core';
import type { Call, NativeKernel, Operand } from './call.js';
import type { Block, Heap } from './heap.js';
import { Instructions } from './instructions.js';
import { type Refusal, Refusals } from './refusals.js';
import { mayBlock, noThreads, startThreads, type Threads } from './threads.js';
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
  readonly #count: number;
  #threads: Threads;
  /** Why nothing runs any more. */
  #stopped: BackendError | undefined;
  /** Each thread's workspace, and how many bytes it has. */
  #spaces: Block[] = [];
  #spaceBytes = 0;
  readonly #instructions: Instructions;

  constructor({ machine, memory, heap, threads }: ProcessorParts) {
    this.#machine = machine;
    this.#memory = memory;
    this.#heap = heap;
    this.#count = threads.count;
    this.#threads = threads;
    machine.watch.isLost = (naps) => this.#threads.isLost(naps);
    this.#instructions = new Instructions(memory);
  }

  /** How many threads take chunks when all are well. */
  get threads(): number {
    return this.#count;
  }

  /** The threads that there are now. */
  get runningThreads(): Threads {
    return this.#threads;
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
   * @param updatesFrom - the first instruction that overwrites a value from before the run
   * @throws BackendError E_WORKER when a thread died
   */
  runProgram(op: string, address: number, count: number, isParallel: boolean, updatesFrom = count): void {
    if (this.#stopped) throw this.#stopped;
    const { wasm } = this.#machine;
    if (!isParallel || this.#threads.count === 1) {
      wasm.runAlone(address, count);
      return;
    }
    let begun: number;
    try {
      begun = wasm.runTogether(address, count, this.#mayBlock);
    } catch (error) {
      // A trap or a stack overflow on this thread, while others have chunks in their hands.
      this.#recover(op, true);
      throw error;
    }
    if (begun >= 0) throw this.#recover(op, begun > updatesFrom);
  }

  /**
   * Goes on without the threads of a run that failed: what they may still write goes to the memory that is left to
   * them. New ones are started.
   * @param isUpdated - whether values from before the run are partly overwritten
   * @returns the error to throw
   */
  #recover(op: string, isUpdated: boolean): BackendError {
    this.#threads.end();
    this.#threads = noThreads('the others died, new ones are starting');
    const { wasm } = this.#machine;
    const problem = `${op}: a thread of the CPU backend died`;
    try {
      this.#memory.leave(wasm.heapBase());
      this.#machine.moveTo(this.#memory.memory);
    } catch (cause) {
      this.#stopped = new BackendError(`${problem}, and there is no memory to go on in`, {
        code: 'E_WORKER',
        fix: 'read what you need and make a new backend: await useBackend(cpu())',
        cause,
      });
      return this.#stopped;
    }
    this.#placeSpaces();
    void this.#restart();
    return new BackendError(problem, {
      code: 'E_WORKER',
      fix: isUpdated
        ? 'the variables that the call updates are partly updated: assign them anew, then call it again'
        : 'call it again: all is as it was before, and new threads are starting',
    });
  }

  async #restart(): Promise<void> {
    const threads = await startThreads(this.#count, this.#machine, this.#memory, false);
    if (this.#stopped) threads.end();
    else this.#threads = threads;
  }

  /** Makes every thread's workspace at least that long. */
  reserve(bytes: number, op: string): void {
    if (bytes <= this.#spaceBytes) return;
    for (const block of this.#spaces) this.#heap.give(block);
    this.#spaces = [];
    this.#spaceBytes = 0;
    const made: Block[] = [];
    try {
      for (let i = 0; i < this.#count; i++) made.push(this.#heap.take(bytes, op, true));
    } catch (error) {
      for (const block of made) this.#heap.give(block);
      throw error;
    }
    this.#spaces = made;
    this.#spaceBytes = bytes;
    this.#placeSpaces();
  }

  #placeSpaces(): void {
    this.#spaces.forEach(({ address }, i) => {
      this.#machine.wasm.setWorkspace(i, address);
    });
  }

  /** Ends the threads; nothing runs afterwards. */
  end(): void {
    this.#stopped = disposed();
    this.#threads.end();
  }
}

/** What a backend throws after it was disposed of. */
export function disposed(): BackendError {
  return new BackendError('cpu: the backend was disposed', { fix: 'make a new one: await cpu()' });
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

  refusal(error: Refusal): number {
    return this.refusals.add(this.op, error);
  }

  threadSpace(bytes: number): void {
    this.processor.reserve(bytes, this.op);
  }

  end(): void {
    for (const block of this.#workspaces) this.heap.give(block);
  }
}
