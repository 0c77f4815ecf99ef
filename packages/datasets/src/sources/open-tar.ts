import { FormatError } from '@descent/core';
import { isGzip } from '../formats/gunzip.js';
import { inflated } from '../formats/inflate.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { cursorOf, cursorOver } from './byte-cursor.js';
import { type FileSource, fileSource, type SourceFile } from './file-source.js';
import { asRandomAccess, type Openable } from './open-bytes.js';
import { type RandomAccess, readWithin } from './random-access.js';
import { tarMembers } from './tar-members.js';

/** Options of {@link openTar}. */
export interface TarOptions {
  /** The most members that are accepted. Default 500,000. */
  readonly maxEntries?: number;
  /** The most bytes that a compressed archive may have when it is unpacked; they are kept in memory. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that are handed to decompression at a time. */
const portion = 2 ** 18;

/**
 * The files of a tar archive, compressed by gzip or not. Of one that is not, only the headers are read, and a file's
 * bytes when they are asked for; of a compressed one, all is read at once and kept.
 *
 * Refused as a whole: paths that lead out of it, links and devices (E_UNSAFE), more than `maxEntries` members or
 * `maxBytes` bytes (E_LIMIT), two members of one name and whatever is damaged or cut short (E_FORMAT), files with
 * holes (E_UNSUPPORTED).
 *
 * @throws FormatError as above, DataError E_IO when it cannot be read
 * @see POSIX.1-2017, pax; GNU tar's manual
 * @example
 * const source = await openTar('flowers.tgz');
 * const bytes = await source.read('flowers/rose/1.jpg');
 * await source.close();
 */
export async function openTar(from: Openable | RandomAccess, options: TarOptions = {}): Promise<FileSource> {
  const { whole, signal } = kinds;
  checkedOptions('openTar', options, { maxEntries: whole(1), maxBytes: whole(1), signal });
  const archive = await asRandomAccess(from);
  try {
    const begin = await archive.read(0, Math.min(2, archive.size), options.signal);
    return await (isGzip(begin) ? unpacked(archive, options) : inPlace(archive, options));
  } catch (error) {
    await archive.close();
    throw error;
  }
}

interface PlacedFile extends SourceFile {
  readonly start: number;
}

async function inPlace(
  archive: RandomAccess,
  { maxEntries = 500_000, signal }: TarOptions,
): Promise<FileSource> {
  const cursor = cursorOf(archive, signal);
  const files: PlacedFile[] = [];
  for await (const member of tarMembers(cursor, maxEntries)) files.push({ ...member, start: cursor.at });
  return fileSource({
    name: archive.name,
    files,
    read: ({ start, size }, options) => readWithin(archive, start, start + size, options.signal),
    close: () => archive.close(),
  });
}

interface HeldFile extends SourceFile {
  readonly bytes: Uint8Array;
}

async function unpacked(
  archive: RandomAccess,
  { maxEntries = 500_000, maxBytes = 2 ** 30, signal }: TarOptions,
): Promise<FileSource> {
  const { name } = archive;
  const chunks = inflated(portions(archive, signal), { format: 'gzip', limit: maxBytes, name, signal });
  const cursor = cursorOver(chunks, name);
  const files: HeldFile[] = [];
  try {
    for await (const member of tarMembers(cursor, maxEntries)) {
      // Nothing is set aside for bytes that may not come.
      if (cursor.at + member.size > maxBytes) throw tooLarge(name, maxBytes);
      files.push({ ...member, bytes: await cursor.take(member.size) });
    }
    // The end of the compressed data tells whether all of it was right.
    while (!(await chunks.next()).done);
  } finally {
    await chunks.return(undefined);
  }
  await archive.close();
  return fileSource({ name, files, read: async ({ bytes }) => new Uint8Array(bytes) });
}

async function* portions(archive: RandomAccess, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.size; at += portion)
    yield await readWithin(archive, at, Math.min(at + portion, archive.size), signal);
}

function tooLarge(name: string, maxBytes: number): FormatError {
  return new FormatError(`${name}: has more than the ${maxBytes} bytes it may have when it is unpacked`, {
    code: 'E_LIMIT',
    fix: 'raise maxBytes, or unpack it to a folder and use openFolder',
  });
}
