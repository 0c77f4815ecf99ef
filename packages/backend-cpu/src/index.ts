export { type CoverageRow, coverage, coverageTable } from './coverage.js';
export { cpu } from './cpu.js';
export type { CpuOptions } from './cpu-options.js';
export type { Build } from './wasm-module.js';
