export { type CoverageRow, coverage, coverageTable } from './coverage.js';
export { type CpuOptions, cpu } from './cpu.js';
export type { Build } from './wasm-module.js';
