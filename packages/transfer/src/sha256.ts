import { FormatError } from '@descent/core';

/**
 * SHA-256 as hexadecimal digits.
 * @throws FormatError E_UNSUPPORTED on pages that are not secure
 */
export async function sha256({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) {
    throw new FormatError('bottleneck: this page has no cryptography for checksums', {
      code: 'E_UNSUPPORTED',
      fix: 'serve it from https or from localhost, or leave cache out',
    });
  }
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  return Array.from(new Uint8Array(await subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
