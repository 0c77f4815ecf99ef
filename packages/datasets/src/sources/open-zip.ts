import { FormatError } from '@descent/core';
import { inflateSync } from 'fflate';
import { crc32 } from '../formats/crc32.js';
import { damagedData, inflated, tooMuch } from '../formats/inflate.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type FileSource, fileSource } from './file-source.js';
import { asRandomAccess, type Openable } from './open-bytes.js';
import { type RandomAccess, readWithin } from './random-access.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';
import { startOfData } from './zip-local-header.js';

/** Options of {@link openZip}. */
export interface ZipOptions {
  /** The most entries that are accepted. Default 500,000. */
  readonly maxEntries?: number;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that are handed to decompression at a time. */
const portion = 2 ** 18;

/**
 * The files of a zip archive, stored or deflated, with zip64 where it is large. Only its directory is read; a file's
 * bytes are read when they are asked for, so that an archive of gigabytes, or one on a server, takes little memory.
 *
 * Refused as a whole: paths that lead out of it, links and devices (E_UNSAFE); entries that overlap, or more of them
 * than `maxEntries` (E_LIMIT); two of one name, and whatever contradicts itself (E_FORMAT). A file is refused when its
 * size or checksum is not what the archive says, when it is encrypted, or packed in another way (E_UNSUPPORTED).
 *
 * @throws FormatError as above, DataError E_IO when it cannot be read
 * @see PKWARE, APPNOTE.TXT 6.3.10
 * @example
 * const source = await openZip('kagglecatsanddogs.zip'); // or a File, bytes, or await openUrl(new URL('https://…'))
 * const bytes = await source.read('PetImages/Cat/0.jpg');
 * await source.close();
 */
export async function openZip(from: Openable | RandomAccess, options: ZipOptions = {}): Promise<FileSource> {
  const names = { maxEntries: kinds.whole(1), signal: kinds.signal };
  const { maxEntries = 500_000, signal } = checkedOptions('openZip', options, names);
  const archive = await asRandomAccess(from);
  try {
    const { entries, end } = await readZipDirectory(archive, maxEntries, signal);
    return fileSource({
      name: archive.name,
      files: entries.filter(({ path }) => !path.endsWith('/')),
      read: (entry, how) => readEntry(archive, entry, end, how.signal),
      close: () => archive.close(),
    });
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** A member of up to so many bytes is read with its header: by one request, where the archive is on a server. */
const together = 2 ** 20;

/** @param end - where the directory begins */
async function readEntry(
  archive: RandomAccess,
  entry: ZipEntry,
  end: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const name = `${archive.name}: ${entry.path}`;
  const near = await readAhead(archive, entry, end, signal);
  const start = await startOfData(near, entry, end, signal);
  if (entry.method === 'stored') {
    const bytes = await readWithin(near, start, start + entry.packedSize, signal);
    return checked(name, bytes, entry);
  }
  if (entry.size > mostFrom(entry.packedSize)) throw impossible(name, entry);
  const isSmall = Math.max(entry.size, entry.packedSize) <= together && entry.packedSize > 0;
  const unpack = isSmall ? unpackAtOnce : unpackInParts;
  return checked(name, await unpack(near, entry, start, name, signal), entry);
}

/** Streams take longer to be set up than a picture to be unpacked. */
async function unpackAtOnce(
  archive: RandomAccess,
  { size, packedSize }: ZipEntry,
  start: number,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const packed = await readWithin(archive, start, start + packedSize, signal);
  let bytes: Uint8Array;
  try {
    // What does not fit is left out silently: one more byte tells.
    bytes = inflateSync(packed, { out: new Uint8Array(size + 1) });
  } catch (cause) {
    throw damagedData(name, cause);
  }
  if (bytes.length > size) throw tooMuch(name, size);
  return bytes;
}

async function unpackInParts(
  archive: RandomAccess,
  { size, packedSize }: ZipEntry,
  start: number,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const packed = portions(archive, start, start + packedSize, signal);
  for await (const part of inflated(packed, { format: 'deflate-raw', limit: size, name, signal })) {
    bytes.set(part, filled);
    filled += part.length;
  }
  return bytes.subarray(0, filled);
}

/** The archive, of which the first bytes of a member are there already. */
async function readAhead(
  archive: RandomAccess,
  { offset, rawName, packedSize }: ZipEntry,
  end: number,
  signal: AbortSignal | undefined,
): Promise<RandomAccess> {
  // Extra fields take a few bytes; where they take more, the rest is read later.
  const likely = offset + 30 + rawName.length + 64 + (packedSize <= together ? packedSize : 0);
  const held = await readWithin(archive, offset, Math.min(end, likely), signal);
  return {
    ...archive,
    async read(from, to, stop) {
      stop?.throwIfAborted();
      const isHeld = from >= offset && to <= offset + held.length;
      return isHeld ? held.subarray(from - offset, to - offset) : archive.read(from, to, stop);
    },
  };
}

/** The most bytes that deflate packs into so many: 258 for two bits, and what rounds up. */
function mostFrom(packedSize: number): number {
  return 1032 * packedSize;
}

function impossible(name: string, { packedSize, size }: ZipEntry): FormatError {
  return new FormatError(
    `${name}: ${packedSize} packed bytes cannot hold the ${size} that the archive says`,
    {
      fix: 'fetch the archive again',
    },
  );
}

async function* portions(
  archive: RandomAccess,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += portion)
    yield await readWithin(archive, at, Math.min(at + portion, end), signal);
}

function checked(name: string, bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  if (bytes.length === entry.size && crc32(bytes) === entry.crc) return bytes;
  const problem =
    bytes.length === entry.size
      ? 'its checksum is another than the archive says'
      : `it has ${bytes.length} bytes, the archive says ${entry.size}`;
  throw new FormatError(`${name}: ${problem}`, { fix: 'fetch the archive again' });
}
