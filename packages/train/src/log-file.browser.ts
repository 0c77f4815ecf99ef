import { DataError } from '@descent/core';

/** A browser has no files to write to. */
export class LogFile {
  /** @throws DataError E_IO, always */
  constructor(op: string, path: string) {
    throw new DataError(`${op}: ${path} cannot be written: a browser has no files`, {
      code: 'E_IO',
      fix: 'give a function instead of a path: (line) => …',
    });
  }
}
