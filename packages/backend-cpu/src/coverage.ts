import { kernels } from '@descent/core';
import { kernelTable } from './kernel-table.js';

/** One kernel of the vocabulary and how it runs here. */
export interface CoverageRow {
  readonly kernel: string;
  /** What runs in WebAssembly; `undefined`: nothing, the reference kernel always runs. */
  readonly native: string | undefined;
}

/**
 * Which kernels run in WebAssembly, and for what; all else runs core's reference kernels.
 *
 * @example coverage().filter((row) => row.native === undefined) // what is slow
 */
export function coverage(): CoverageRow[] {
  return Object.values(kernels)
    .filter(({ alias }) => !alias)
    .map(({ name }) => ({ kernel: name, native: kernelTable.get(name)?.takes }));
}

/**
 * {@link coverage} as a Markdown table.
 * @example console.log(coverageTable()) // | kernel | native for |, then a line per kernel
 */
export function coverageTable(): string {
  const rows = coverage().map(({ kernel, native }) => [kernel, native ?? '– (reference kernel)'] as const);
  const table = [['kernel', 'native for'] as const, ...rows];
  const width = (column: 0 | 1) => Math.max(...table.map((row) => row[column].length));
  const line = ([kernel, native]: readonly [string, string]) =>
    `| ${kernel.padEnd(width(0))} | ${native.padEnd(width(1))} |`;
  const rule = `| ${'-'.repeat(width(0))} | ${'-'.repeat(width(1))} |`;
  return [line(['kernel', 'native for']), rule, ...rows.map(line)].join('\n');
}
