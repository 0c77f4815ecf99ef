export type { CpuOptions } from './cpu-options.js';
export type { Build } from './wasm-module.js';
export { cpuInWorker } from './worker/cpu-in-worker.js';
