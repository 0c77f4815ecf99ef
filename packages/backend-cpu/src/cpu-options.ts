import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { Build } from './wasm-module.js';

/** Most threads; see wasm/control.ts. */
const mostThreads = 64;

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
 * Checks the options of a backend.
 * @throws ValueError for one that there is not, and for one out of range
 */
export function checkCpuOptions(op: string, options: CpuOptions): void {
  const { maxBytes, build, threads } = checkOptions(op, options, ['maxBytes', 'build', 'threads']);
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= 0)) {
    throw new ValueError(`${op}: maxBytes must be a whole number >= 0, got ${describeValue(maxBytes)}`);
  }
  if (build !== undefined && build !== 'relaxed' && build !== 'plain') {
    throw new ValueError(`${op}: build must be 'relaxed' or 'plain', got ${describeValue(build)}`);
  }
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1 && threads <= mostThreads)) {
    throw new ValueError(
      `${op}: threads must be a whole number from 1 to ${mostThreads}, got ${describeValue(threads)}`,
    );
  }
}
