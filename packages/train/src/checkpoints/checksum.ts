import { FormatError } from '@descent/core';

/** What stands in a file where its checksum will. */
export const noChecksum = '0'.repeat(64);

/**
 * Writes the SHA-256 of a file into its one place for it, counted with that place as it is.
 * @throws FormatError where the browser has no cryptography, on pages that are not secure
 */
export async function seal(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  bytes.set(new TextEncoder().encode(await sha256(bytes)), placeOf(bytes));
}

/**
 * Checks the SHA-256 that {@link seal} wrote: every bit of the file counts.
 * @throws FormatError unless it is right
 */
export async function checkSeal(bytes: Uint8Array, checksum: string): Promise<void> {
  const blank = new Uint8Array(bytes);
  const place = placeOf(bytes, checksum);
  blank.set(new TextEncoder().encode(noChecksum), place);
  if ((await sha256(blank)) === checksum) return;
  throw new FormatError('checkpoint: the checksum does not fit: the file was changed or cut off', {
    fix: 'use another one; the newest that is whole is found by itself',
  });
}

function placeOf(bytes: Uint8Array, checksum = noChecksum): number {
  const wanted = new TextEncoder().encode(checksum);
  const place = bytes.findIndex((_, i) => wanted.every((byte, k) => bytes[i + k] === byte));
  if (place >= 0) return place;
  throw new FormatError('checkpoint: it has no place for a checksum');
}

/**
 * SHA-256 as hexadecimal digits.
 * @throws FormatError where the browser has no cryptography, on pages that are not secure
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) {
    throw new FormatError('checkpoint: this page has no cryptography for checksums', {
      code: 'E_UNSUPPORTED',
      fix: 'serve it from https, or from localhost',
    });
  }
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
