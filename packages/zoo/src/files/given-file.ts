import { DataError, describeValue, ValueError } from '@descent/core';
import { fetchFile, openBytes } from '@descent/datasets/sources';

/** A file: its path (Node only) or address, or its bytes. What comes from an address is kept in a cache. */
export type GivenFile = string | URL | Uint8Array | ArrayBuffer | Blob;

/** A file of which is known what it hashes to. */
export interface CheckedFile {
  readonly file: GivenFile;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The whole of a file, and what messages call it. */
export interface FileContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a file.
 * @param maxBytes - the most it may have
 * @throws DataError E_IO where it cannot be had or its hash is another, E_LIMIT where it is larger; ValueError for what is
 * no file and for a hash that cannot be one
 */
export async function readGivenFile(
  op: string,
  given: GivenFile | CheckedFile,
  maxBytes: number,
): Promise<FileContent> {
  const { file, sha256 } = isChecked(given) ? given : { file: given, sha256: undefined };
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new ValueError(`${op}: sha256 must be 64 hexadecimal digits, got ${describeValue(sha256)}`);
  }
  const opened = isAddress(file)
    ? await fetchFile(file, {
        maxBytes,
        ...(sha256 && { checksum: { algorithm: 'sha256', hex: sha256 } }),
      })
    : await openBytes(file);
  try {
    const { name, size } = opened;
    if (size > maxBytes) {
      throw new DataError(`${op}: ${name} has ${size} bytes, more than the limit of ${maxBytes}`, {
        code: 'E_LIMIT',
        fix: 'look whether it is the right file',
      });
    }
    const bytes = await opened.read(0, size);
    if (sha256 !== undefined && !isAddress(file)) await checkHash(op, name, bytes, sha256);
    return { name, bytes };
  } finally {
    await opened.close();
  }
}

/** Whether something is an address of the web. */
export function isAddress(file: unknown): file is string | URL {
  return file instanceof URL || (typeof file === 'string' && /^https?:\/\//i.test(file));
}

function isChecked(given: GivenFile | CheckedFile): given is CheckedFile {
  return typeof given === 'object' && given !== null && 'file' in given;
}

async function checkHash(op: string, name: string, bytes: Uint8Array, expected: string): Promise<void> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found === expected.toLowerCase()) return;
  throw new DataError(`${op}: ${name} hashes to ${found}, not to ${expected.toLowerCase()}`, {
    code: 'E_IO',
    fix: 'fetch it again, or correct sha256 where the file is meant',
  });
}
