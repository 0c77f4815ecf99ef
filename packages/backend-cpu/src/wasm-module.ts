import { BackendError } from '@descent/core';
import { hasRelaxedSimd } from './relaxed-simd.js';
import type { WasmKernels } from './wasm-kernels.js';

/** Which of the two builds: with relaxed SIMD's fused multiply-add, or without. */
export type Build = 'relaxed' | 'plain';

const compiled = new Map<Build, Promise<WebAssembly.Module>>();

/** The better build that this engine runs. */
export function bestBuild(): Build {
  return hasRelaxedSimd() ? 'relaxed' : 'plain';
}

/**
 * Compiles a build, once per process, and ties an instance to a memory.
 * @throws BackendError where WebAssembly SIMD is missing
 */
export async function instantiate(build: Build, memory: WebAssembly.Memory): Promise<WasmKernels> {
  let module = compiled.get(build);
  if (!module) {
    module = compile(build);
    compiled.set(build, module);
  }
  const { pow, sin, cos } = Math;
  const imports = { env: { memory, 'Math.pow': pow, 'Math.sin': sin, 'Math.cos': cos } };
  try {
    const instance = await WebAssembly.instantiate(await module, imports);
    return instance.exports as unknown as WasmKernels;
  } catch (cause) {
    compiled.delete(build);
    throw new BackendError(`cpu: this engine cannot run the ${build} WebAssembly build`, {
      fix: 'use an engine with WebAssembly SIMD: any browser since 2023, Node 20 or newer',
      cause,
    });
  }
}

async function compile(build: Build): Promise<WebAssembly.Module> {
  const bytes =
    build === 'relaxed' ? await import('./generated/relaxed.js') : await import('./generated/plain.js');
  return WebAssembly.compile(Uint8Array.from(atob(bytes.default), (character) => character.charCodeAt(0)));
}
