import type { Progress } from './progress.js';
import { progressLines } from './progress-lines.js';

/** A browser's console draws no bar: it gets lines. */
export function progressBar(epochs: number): Progress {
  return progressLines(epochs);
}
