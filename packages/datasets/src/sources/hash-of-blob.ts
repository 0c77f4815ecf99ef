import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Checksum } from './checksum.js';

/** What a Blob hashes to, in hexadecimal digits; it is read piece by piece, which the browser's own hashes cannot. */
export async function hashOfBlob(blob: Blob, algorithm: Checksum['algorithm']): Promise<string> {
  const hash = { sha256, md5 }[algorithm].create();
  const reader = blob.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) hash.update(next.value);
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
