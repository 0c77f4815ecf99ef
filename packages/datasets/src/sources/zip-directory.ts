import { FormatError } from '@descent/core';
import { type RandomAccess, readWithin } from './random-access.js';
import { safePath } from './safe-path.js';
import { findZipEnd } from './zip-end.js';
import { decodeZipName } from './zip-name.js';

/** What the directory of an archive says of a member. */
export interface ZipEntry {
  readonly path: string;
  /** Bytes when it is unpacked. */
  readonly size: number;
  readonly packedSize: number;
  /** The name's bytes, which stand before the data as well. */
  readonly rawName: Uint8Array;
  /** Where its local header begins. */
  readonly offset: number;
  readonly crc: number;
  readonly method: 'stored' | 'deflated' | 'other';
  /** The method's number. */
  readonly methodCode: number;
  readonly isEncrypted: boolean;
  /** Whether sizes and checksum stand behind the data, and not before it. */
  readonly isStreamed: boolean;
}

/** Bytes of a directory's entry without its name, extra fields and comment. */
const headSize = 46;
/** Bytes of a local header without its name and extra fields. */
const localHeadSize = 30;
const directorySignature = 0x02014b50;
/** The largest directory that is read. */
const largestDirectory = 2 ** 28;

/**
 * Reads the directory of an archive and checks all of it.
 * @returns the entries, folders too, in the order of their data, and where the directory begins
 */
export async function readZipDirectory(
  archive: RandomAccess,
  maxEntries: number,
  signal: AbortSignal | undefined,
): Promise<{ entries: readonly ZipEntry[]; end: number }> {
  const { count, start, size } = await findZipEnd(archive, signal);
  if (count > maxEntries) throw tooMany(archive, `${count} entries`, `maxEntries of ${maxEntries}`);
  if (size > largestDirectory) throw tooMany(archive, `a directory of ${size} bytes`, `${largestDirectory}`);
  if (size < count * headSize) throw damaged(archive, `no room for its ${count} entries`);
  const bytes = await readWithin(archive, start, start + size, signal);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(archive, bytes, at);
    entries.push(entry);
    at = next;
  }
  if (at !== size) throw damaged(archive, `its directory has ${size} bytes, ${at} are in use`);
  checkNames(archive, entries);
  checkOverlap(archive, entries, start);
  return { entries, end: start };
}

function readEntry(archive: RandomAccess, bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + headSize > bytes.length || view.getUint32(at, true) !== directorySignature)
    throw damaged(archive, `no entry of its directory at byte ${at} of it`);
  const flags = view.getUint16(at + 8, true);
  const methodCode = view.getUint16(at + 10, true);
  const nameSize = view.getUint16(at + 28, true);
  const extraSize = view.getUint16(at + 30, true);
  const commentSize = view.getUint16(at + 32, true);
  const nameEnd = at + headSize + nameSize;
  const next = nameEnd + extraSize + commentSize;
  if (next > bytes.length) throw damaged(archive, 'an entry of its directory is cut short');
  const rawName = bytes.subarray(at + headSize, nameEnd);
  const path = safePath(archive.name, decodeZipName(rawName, (flags & 0x800) !== 0));
  checkKind(archive, path, view.getUint32(at + 38, true));
  const sizes = wideSizes(archive, path, view, at, nameEnd, nameEnd + extraSize);
  if (path.endsWith('/') && sizes.size > 0) throw damaged(archive, `the folder ${path} has bytes`);
  const entry: ZipEntry = {
    path,
    ...sizes,
    rawName,
    crc: view.getUint32(at + 16, true),
    method: methodCode === 0 ? 'stored' : methodCode === 8 ? 'deflated' : 'other',
    methodCode,
    isEncrypted: (flags & 0x2041) !== 0,
    isStreamed: (flags & 8) !== 0,
  };
  if (entry.method === 'stored' && !entry.isEncrypted && entry.size !== entry.packedSize)
    throw damaged(archive, `${path} is stored, in ${entry.packedSize} bytes for ${entry.size}`);
  return { entry, next };
}

/** Sizes and offset; those that 32 bits do not hold stand in the extra field of zip64. */
function wideSizes(
  archive: RandomAccess,
  path: string,
  view: DataView,
  at: number,
  extraStart: number,
  extraEnd: number,
): Pick<ZipEntry, 'size' | 'packedSize' | 'offset'> {
  const narrow = [24, 20, 42].map((place) => view.getUint32(at + place, true));
  const extra = narrow.includes(0xffffffff) ? zip64Field(view, extraStart, extraEnd) : undefined;
  let place = extra?.start ?? 0;
  const [size, packedSize, offset] = narrow.map((value) => {
    if (value !== 0xffffffff || !extra) return value;
    if (place + 8 > extra.end) throw damaged(archive, `${path}: its zip64 field is cut short`);
    const wide = view.getBigUint64(place, true);
    place += 8;
    if (wide > Number.MAX_SAFE_INTEGER) throw damaged(archive, `${path}: a size or place of ${wide} bytes`);
    return Number(wide);
  }) as [number, number, number];
  return { size, packedSize, offset };
}

function zip64Field(view: DataView, start: number, end: number): { start: number; end: number } | undefined {
  for (let at = start; at + 4 <= end; ) {
    const next = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) return { start: at + 4, end: Math.min(next, end) };
    at = next;
  }
  return undefined;
}

/** The upper half of the attributes are those of Unix, where they are given. */
function checkKind(archive: RandomAccess, path: string, attributes: number): void {
  const kind = (attributes >>> 28) & 0xf;
  if (kind === 0 || kind === 4 || kind === 8) return;
  const what = kind === 0xa ? 'a link' : 'a device or the like';
  throw new FormatError(`${archive.name}: ${path} is ${what}, not a file`, {
    code: 'E_UNSAFE',
    fix: 'pack the files themselves',
  });
}

function checkNames(archive: RandomAccess, entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    if (seen.has(path)) throw damaged(archive, `two entries have the name ${path}`);
    seen.add(path);
  }
}

/** @param end - where the directory begins */
function checkOverlap(archive: RandomAccess, entries: ZipEntry[], end: number): void {
  entries.sort((a, b) => a.offset - b.offset);
  for (const [i, { path, offset, packedSize, rawName }] of entries.entries()) {
    const least = offset + localHeadSize + rawName.length + packedSize;
    const next = entries[i + 1]?.offset ?? end;
    if (least <= next) continue;
    const other =
      entries[i + 1] && least <= end ? `${path} and ${entries[i + 1]?.path}` : `${path} and the directory`;
    throw new FormatError(`${archive.name}: ${other} overlap`, {
      code: 'E_LIMIT',
      fix: 'do not use it: archives that unpack to far more than they should are made so',
    });
  }
}

function tooMany(archive: RandomAccess, what: string, limit: string): FormatError {
  return new FormatError(`${archive.name}: has ${what}, more than the limit, ${limit}`, {
    code: 'E_LIMIT',
    fix: 'raise maxEntries, if it is the archive that you expect',
  });
}

/** An archive that contradicts itself. */
export function damaged(archive: RandomAccess, problem: string): FormatError {
  return new FormatError(`${archive.name}: damaged zip archive: ${problem}`, { fix: 'fetch it again' });
}
