import type { Backend } from '@descent/core';
import { buildBytes } from './build-bytes.js';
import { type CpuOptions, checkCpuOptions } from './cpu-options.js';
import { startCpu } from './start-cpu.js';

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
  checkCpuOptions('cpu', options);
  return startCpu(options, buildBytes);
}
