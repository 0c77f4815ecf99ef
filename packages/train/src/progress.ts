import { describeValue, ValueError } from '@descent/core';
import type { Callback } from './callbacks/callback.js';
import { progressLines } from './progress-lines.js';

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
export async function progressOf(kind: ProgressKind): Promise<Callback> {
  if (kind === 'none') return {};
  const isTerminal = typeof process === 'object' && process.stdout?.isTTY === true;
  if (kind === 'bar' || (kind === 'auto' && isTerminal)) {
    const { progressBar } = await import('#progress-bar');
    return progressBar();
  }
  return progressLines();
}
