import { FormatError } from '@descent/core';

/** The error for a file that breaks its format's rules. */
export function damaged(name: string, problem: string): FormatError {
  return new FormatError(`${name}: ${problem}`, { fix: 'fetch the file again, or leave it out' });
}

/** The error for a rare kind of a format. */
export function unsupported(name: string, problem: string): FormatError {
  return new FormatError(`${name}: ${problem}`, {
    code: 'E_UNSUPPORTED',
    fix: 'convert the file to PNG',
  });
}

/** The view that reads numbers of several bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
