import { type Backend, BackendError, describeValue, ValueError } from '@descent/core';
import { CpuBackend } from './cpu-backend.js';
import { noThreads, processorCount, startThreads, type Threads, whyNotShared } from './threads.js';
import { mostBytes, WasmMemory } from './wasm-memory.js';
import { type Build, bestBuild, instantiate, type Machine } from './wasm-module.js';

/** Most threads; see wasm/control.ts. */
const mostThreads = 64;

/** Threads beyond this many seldom pay for nets that fit a CPU. */
const defaultThreads = 8;

/** Options of {@link cpu}. */
export interface CpuOptions {
  /** The most live bytes, workspaces included. Default: all that WebAssembly can address, 4 GiB. */
  readonly maxBytes?: number;
  /** Default: `relaxed` where the engine has it. The two differ in the last bits, by the fused multiply-add. */
  readonly build?: Build;
  /**
   * How many threads compute, the calling one included; results have the same bits on any number. Default: as
   * many as the machine runs at once, at most 8. Where memory cannot be shared it is 1: in pages without
   * cross-origin isolation. The backend's description says how many there are, and why.
   */
  readonly threads?: number;
}

/**
 * A backend that runs on the CPU with WebAssembly SIMD and threads: in Node and browsers, with nothing to host.
 *
 * @throws ValueError for an option out of range, BackendError where the engine lacks WebAssembly SIMD
 * @example await useBackend(cpu());
 */
export async function cpu(options: CpuOptions = {}): Promise<Backend> {
  const {
    maxBytes,
    build = bestBuild(),
    threads: wanted = Math.min(processorCount(), defaultThreads),
  } = options;
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
    throw new ValueError(`cpu: maxBytes must be a whole number >= 0, got ${describeValue(maxBytes)}`);
  }
  if (build !== 'relaxed' && build !== 'plain') {
    throw new ValueError(`cpu: build must be 'relaxed' or 'plain', got ${describeValue(build)}`);
  }
  if (!(Number.isSafeInteger(wanted) && wanted >= 1 && wanted <= mostThreads)) {
    throw new ValueError(
      `cpu: threads must be a whole number from 1 to ${mostThreads}, got ${describeValue(wanted)}`,
    );
  }
  if (typeof WebAssembly === 'undefined') throw new BackendError('cpu: this engine has no WebAssembly');
  const { memory, isShared } = WasmMemory.best();
  const machine = await instantiate(build, memory.memory, isShared);
  const threads = await threadsFor(wanted, isShared, machine, memory);
  return new CpuBackend({
    arithmetic: build === 'relaxed' ? 'relaxed FMA' : 'plain',
    machine,
    memory,
    threads,
    maxBytes: Math.min(maxBytes ?? mostBytes, mostBytes),
  });
}

async function threadsFor(
  count: number,
  isShared: boolean,
  machine: Machine,
  memory: WasmMemory,
): Promise<Threads> {
  if (count === 1) return noThreads();
  const reason = isShared ? whyNotShared() : 'this engine has no shared memory';
  return reason ? noThreads(reason) : startThreads(count, machine, memory);
}
