import { type Backend, type BackendError, describeValue, referenceBackend, ValueError } from '@descent/core';
import { CpuBackend } from './cpu-backend.js';
import { noThreads, processorCount, startThreads, type Threads, whyNotShared } from './threads.js';
import { WasmMemory } from './wasm-memory.js';
import { type Build, bestBuild, instantiate, type Machine } from './wasm-module.js';

/** Most threads; see wasm/control.ts. */
const mostThreads = 64;

/** Threads beyond this many seldom pay for nets that fit a CPU. */
const defaultThreads = 8;

/** Options of {@link cpu}. */
export interface CpuOptions {
  /** The most live bytes, workspaces included. Default: all that WebAssembly can address here, at most 4 GiB. */
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
 * Where an engine does not run it, and no build was asked for, core's definitions in plain TypeScript do, slowly:
 * the description says why.
 *
 * @throws ValueError for an option out of range, BackendError where the engine does not run the build asked for,
 * E_OOM where it has no memory for it
 * @example await useBackend(cpu());
 */
export async function cpu(options: CpuOptions = {}): Promise<Backend> {
  const { maxBytes, build, threads: wanted = Math.min(processorCount(), defaultThreads) } = options;
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
    throw new ValueError(`cpu: maxBytes must be a whole number >= 0, got ${describeValue(maxBytes)}`);
  }
  if (build !== undefined && build !== 'relaxed' && build !== 'plain') {
    throw new ValueError(`cpu: build must be 'relaxed' or 'plain', got ${describeValue(build)}`);
  }
  if (!(Number.isSafeInteger(wanted) && wanted >= 1 && wanted <= mostThreads)) {
    throw new ValueError(
      `cpu: threads must be a whole number from 1 to ${mostThreads}, got ${describeValue(wanted)}`,
    );
  }
  if (typeof WebAssembly === 'undefined') return plainTypeScript('this engine has no WebAssembly');
  const { memory, isShared } = WasmMemory.best();
  const { machine, reason } = await machineFor(build, memory, isShared);
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
): Promise<{ machine: Machine; reason?: never } | { machine?: never; reason: string }> {
  try {
    return { machine: await instantiate(build ?? bestBuild(), memory, isShared) };
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
