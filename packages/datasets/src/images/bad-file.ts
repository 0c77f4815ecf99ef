import type { ErrorCode } from '@descent/core';

/** A file that is no example, and why. */
export interface BadFile {
  /** Where it is in its source. */
  readonly path: string;
  /** What is wrong with it. */
  readonly reason: string;
  /** The kind of fault, as an error would have it. */
  readonly code: ErrorCode;
}

/**
 * Bad files as lines of text, under a line that counts them.
 * @example showBadFiles(photos.badFiles) // '1 of 25000 files left out:\n  Cat/666.jpg: the file is empty'
 */
export function showBadFiles(badFiles: readonly BadFile[], fileCount?: number): string {
  const of = fileCount === undefined ? '' : ` of ${fileCount}`;
  const lines = badFiles.map(({ path, reason }) => `  ${path}: ${reason}`);
  return [`${badFiles.length}${of} files left out${lines.length > 0 ? ':' : ''}`, ...lines].join('\n');
}
