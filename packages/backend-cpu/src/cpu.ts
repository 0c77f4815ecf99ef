import { type Backend, BackendError, ValueError } from '@descent/core';
import { CpuBackend } from './cpu-backend.js';
import { mostBytes, WasmMemory } from './wasm-memory.js';
import { type Build, bestBuild, instantiate } from './wasm-module.js';

/** Options of {@link cpu}. */
export interface CpuOptions {
  /** The most live bytes, workspaces included. Default: all that WebAssembly can address, 4 GiB. */
  readonly maxBytes?: number;
  /** Default: `relaxed` where the engine has it. The two differ in the last bits, by the fused multiply-add. */
  readonly build?: Build;
}

/**
 * A backend that runs on the CPU with WebAssembly SIMD: in Node and browsers, with nothing to host.
 *
 * @throws ValueError for an option out of range, BackendError where the engine lacks WebAssembly SIMD
 * @example await useBackend(cpu());
 */
export async function cpu({ maxBytes, build = bestBuild() }: CpuOptions = {}): Promise<Backend> {
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
    throw new ValueError(`cpu: maxBytes must be a whole number >= 0, got ${String(maxBytes)}`);
  }
  if (build !== 'relaxed' && build !== 'plain') {
    throw new ValueError(`cpu: build must be 'relaxed' or 'plain', got ${String(build)}`);
  }
  if (typeof WebAssembly === 'undefined') throw new BackendError('cpu: this engine has no WebAssembly');
  const memory = new WasmMemory();
  const wasm = await instantiate(build, memory.memory);
  const arithmetic = build === 'relaxed' ? 'relaxed FMA' : 'plain';
  return new CpuBackend({
    description: `cpu: WebAssembly SIMD, ${arithmetic}, 1 thread`,
    wasm,
    memory,
    maxBytes: Math.min(maxBytes ?? mostBytes, mostBytes),
  });
}
