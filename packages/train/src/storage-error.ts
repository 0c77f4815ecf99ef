import { DataError } from '@descent/core';

const space = 'free some space';
const rights = 'choose a place that may be written to';

/** Ways out, by the code of Node's errors and the name of browsers'. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: space,
  EDQUOT: space,
  QuotaExceededError: space,
  EACCES: rights,
  EPERM: rights,
  EROFS: rights,
  SecurityError: rights,
  EISDIR: 'it is a directory: give the path of a file',
  ENOTDIR: 'a part of the path is a file: give another path',
};

/**
 * The error E_IO of a disk, or of a browser's store, that refuses.
 *
 * @param what - who wanted what: `csvLogger: log.csv cannot be written`
 * @param kept - what is not lost, for the message
 */
export function storageError(what: string, cause: unknown, kept: string): DataError {
  const { name, message, code } = (cause instanceof Error ? cause : {}) as Partial<NodeJS.ErrnoException>;
  // Node's messages begin with the code; that of a browser's error is a number.
  const isOfNode = typeof code === 'string';
  const reason = message === undefined ? String(cause) : isOfNode ? message : `${name}: ${message}`;
  const remedy = remedies[isOfNode ? code : (name ?? '')] ?? 'look for space and rights there';
  return new DataError(`${what}: ${reason}`, { code: 'E_IO', cause, fix: `${remedy}; ${kept}` });
}
