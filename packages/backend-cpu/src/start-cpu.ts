import { type Backend, type BackendError, processorCount, referenceBackend } from '@descent/core';
import { CpuBackend } from './cpu-backend.js';
import type { CpuOptions } from './cpu-options.js';
import { noThreads, startThreads, type Threads, whyNotShared } from './threads.js';
import { WasmMemory } from './wasm-memory.js';
import { type Build, type BytesOf, bestBuild, instantiate, type Machine } from './wasm-module.js';

/** Threads beyond this many seldom pay for nets that fit a CPU. */
const defaultThreads = 8;

/**
 * Starts the backend on this thread, with options that were checked.
 * @param bytesOf - where the bytes of a build come from
 */
export async function startCpu(options: CpuOptions, bytesOf: BytesOf): Promise<Backend> {
  const { maxBytes, build, threads: wanted = Math.min(processorCount(), defaultThreads) } = options;
  if (typeof WebAssembly === 'undefined') return plainTypeScript('this engine has no WebAssembly');
  const { memory, isShared } = WasmMemory.best();
  const { machine, reason } = await machineFor(build, memory, isShared, bytesOf);
  if (!machine) return plainTypeScript(reason);
  const threads = await threadsFor(wanted, isShared, machine, memory);
  return new CpuBackend({
    arithmetic: machine.build === 'relaxed' ? 'relaxed FMA' : 'plain',
    machine,
    memory,
    threads,
    maxBytes: Math.min(maxBytes ?? memory.mostBytes, memory.mostBytes),
  });
}

/** Core's definitions, as the CPU backend of engines that run nothing faster. */
function plainTypeScript(reason: string): Backend {
  return { ...referenceBackend(), name: 'cpu', description: `cpu: plain TypeScript, 1 thread (${reason})` };
}

/** The build asked for, else the best one; or why the engine runs none. */
async function machineFor(
  build: Build | undefined,
  { memory }: WasmMemory,
  isShared: boolean,
  bytesOf: BytesOf,
): Promise<{ machine: Machine; reason?: never } | { machine?: never; reason: string }> {
  try {
    return { machine: await instantiate(build ?? bestBuild(), memory, isShared, bytesOf) };
  } catch (error) {
    const { cause } = error as BackendError;
    if (build || !(cause instanceof WebAssembly.CompileError)) throw error;
    return { reason: `WebAssembly SIMD does not run here: ${cause.message}` };
  }
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
