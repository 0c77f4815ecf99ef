import { describeValue, ValueError } from '@descent/core';
import type { EpochLogs } from './history.js';
import { progressLines } from './progress-lines.js';

/** Shows how training goes. */
export interface Progress {
  /** Before the first batch of an epoch; the batch count may be unknown. */
  epochStart(epoch: number, batchCount: number | undefined): void;
  /** After each batch, with how many are done. */
  batchEnd(done: number, logs: EpochLogs): void;
  epochEnd(epoch: number, logs: EpochLogs, seconds: number): void;
  /** Gives the terminal back, whatever happened. */
  stop(): void;
}

/** 'bar' in a terminal, 'lines' (one per epoch) anywhere, 'none'; 'auto' is 'bar' in a terminal and else 'lines'. */
export type ProgressKind = 'auto' | 'bar' | 'lines' | 'none';

const kinds: readonly unknown[] = ['auto', 'bar', 'lines', 'none'] satisfies ProgressKind[];

/**
 * Checks a way to show progress.
 * @throws ValueError for anything else
 */
export function checkProgress(op: string, kind: ProgressKind): void {
  if (kinds.includes(kind)) return;
  throw new ValueError(
    `${op}: progress must be ${kinds.map(describeValue).join(', ')}, got ${describeValue(kind)}`,
  );
}

/** Makes what shows the progress. The terminal library is loaded only where a bar is drawn. */
export async function progressOf(kind: ProgressKind, epochs: number): Promise<Progress> {
  if (kind === 'none') return silent;
  const isTerminal = typeof process === 'object' && process.stdout?.isTTY === true;
  if (kind === 'bar' || (kind === 'auto' && isTerminal)) {
    const { progressBar } = await import('#progress-bar');
    return progressBar(epochs);
  }
  return progressLines(epochs);
}

const silent: Progress = { epochStart() {}, batchEnd() {}, epochEnd() {}, stop() {} };
