import { FormatError } from '@descent/core';
import { type RandomAccess, readWithin } from './random-access.js';

/** Where the directory of an archive is. */
export interface ZipEnd {
  /** Entries of the directory. */
  readonly count: number;
  /** Where it begins, and its bytes. */
  readonly start: number;
  readonly size: number;
}

const endSize = 22;
const locatorSize = 20;
const wideEndSize = 56;
const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const wideEndSignature = 0x06064b50;

/**
 * Finds the record at the end of an archive. It may be followed by a comment, in which another one may be hidden: it
 * counts only if it ends with the file and the directory ends where it begins, and there must be one of these.
 */
export async function findZipEnd(archive: RandomAccess, signal: AbortSignal | undefined): Promise<ZipEnd> {
  const from = Math.max(0, archive.size - endSize - 0xffff - locatorSize - wideEndSize);
  const bytes = await readWithin(archive, from, archive.size, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: ZipEnd[] = [];
  let refused: FormatError | undefined;
  for (let at = bytes.length - endSize; at >= 0; at--) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== endSignature) continue;
    if (at + endSize + view.getUint16(at + 20, true) !== bytes.length) continue;
    try {
      found.push(await readEnd({ archive, view, from, signal }, at));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refused ??= error;
    }
  }
  if (found.length === 1) return found[0] as ZipEnd;
  if (found.length > 1) throw damaged(archive, 'two records could be its end');
  throw (
    refused ??
    new FormatError(`${archive.name}: not a zip archive: it has no record of its end`, {
      fix: 'look into it: it may be cut short, or an error page that was saved under this name',
    })
  );
}

interface Tail {
  readonly archive: RandomAccess;
  /** The last bytes of the archive, which begin at `from`. */
  readonly view: DataView;
  readonly from: number;
  readonly signal: AbortSignal | undefined;
}

async function readEnd(tail: Tail, at: number): Promise<ZipEnd> {
  const { archive, view, from } = tail;
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  const isWide = at >= locatorSize && view.getUint32(at - locatorSize, true) === locatorSignature;
  if (isWide) return readWideEnd(tail, at - locatorSize);
  if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count) throw inParts(archive);
  if (start + size !== from + at) throw damaged(archive, 'its directory does not end where its end begins');
  return { count, start, size };
}

/** @param at - where the record that tells of the wide one is */
async function readWideEnd({ archive, view, from, signal }: Tail, at: number): Promise<ZipEnd> {
  if (view.getUint32(at + 4, true) !== 0 || view.getUint32(at + 16, true) > 1) throw inParts(archive);
  const place = safeNumber(archive, view.getBigUint64(at + 8, true));
  const bytes = await readWithin(archive, place, place + wideEndSize, signal);
  const wide = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (wide.getUint32(0, true) !== wideEndSignature)
    throw damaged(archive, 'it has no zip64 record of its end');
  const recordSize = safeNumber(archive, wide.getBigUint64(4, true));
  if (place + 12 + recordSize !== from + at) throw damaged(archive, 'its zip64 record has another size');
  const [count, countInAll, size, start] = [24, 32, 40, 48].map((offset) =>
    safeNumber(archive, wide.getBigUint64(offset, true)),
  ) as [number, number, number, number];
  if (count !== countInAll || wide.getUint32(16, true) !== 0 || wide.getUint32(20, true) !== 0)
    throw inParts(archive);
  if (start + size !== place) throw damaged(archive, 'its directory does not end where its end begins');
  return { count, start, size };
}

function safeNumber(archive: RandomAccess, value: bigint): number {
  if (value <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw damaged(archive, `a size, count or place of ${value}`);
}

function inParts(archive: RandomAccess): FormatError {
  return new FormatError(`${archive.name}: a zip archive in several parts`, {
    code: 'E_UNSUPPORTED',
    fix: 'join them to one: zip -s 0 parts.zip --out whole.zip',
  });
}

function damaged(archive: RandomAccess, problem: string): FormatError {
  return new FormatError(`${archive.name}: damaged zip archive: ${problem}`, { fix: 'fetch it again' });
}
