import { DataError, describeValue, ValueError } from '@descent/core';
import { unpacked } from '../formats/gunzip.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';

/** A file of a {@link FileSource}. */
export interface SourceFile {
  /** Names separated by `/`, from the root of the source: `train/cats/cat.1.jpg`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** How a file is read. */
export interface ReadOptions {
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** The most bytes that are accepted. Default 256 MiB. */
  readonly limit?: number | undefined;
  /**
   * Unpack a file that begins as gzip's do, whatever it is called; `limit` holds for what comes out too. Default false:
   * the bytes as they are.
   */
  readonly decompress?: boolean | undefined;
}

/**
 * Files by path, wherever they are: a folder, an archive, what was dropped on a page, an archive on a server. What
 * reads image folders reads any of them. Make one of your own with {@link fileSource}.
 */
export interface FileSource {
  /** What messages call it. */
  readonly name: string;
  /** All files, without folders, in the order of their paths' UTF-16 code units, which is the same on every machine. */
  readonly files: readonly SourceFile[];
  /**
   * The bytes of one of the files, the caller's to keep; several may be read at once.
   *
   * @throws DataError E_IO for a path that is not listed, for what cannot be read, and after `close`; E_LIMIT for more
   * bytes than `limit`
   * @throws FormatError for a damaged archive, or a damaged or too large gzip file that is to be unpacked
   * @throws the signal's reason when it is aborted
   */
  read(path: string, options?: ReadOptions): Promise<Uint8Array>;
  /** Lets go of what is open behind it; more than once does no harm. */
  close(): Promise<void>;
}

/** What {@link fileSource} needs. */
export interface FileSourceParts<F extends SourceFile> {
  /** What messages call it. */
  readonly name: string;
  /** In any order. */
  readonly files: readonly F[];
  /** Reads one of `files`, of which it is known that its size is within the limit. */
  readonly read: (
    file: F,
    options: { signal: AbortSignal | undefined; limit: number },
  ) => Promise<Uint8Array>;
  /** Default: nothing is open. */
  readonly close?: () => Promise<void>;
}

/**
 * A {@link FileSource} of a list and a function that reads what is on it; nothing else can be read.
 *
 * @throws DataError for a path that is listed twice
 * @example
 * const source = fileSource({
 *   name: 'two texts',
 *   files: [{ path: 'a.txt', size: 1 }, { path: 'b.txt', size: 1 }],
 *   read: async ({ path }) => new TextEncoder().encode(path[0]),
 * });
 * await source.read('a.txt'); // Uint8Array [97]
 */
export function fileSource<F extends SourceFile>(parts: FileSourceParts<F>): FileSource {
  checkedOptions<FileSourceParts<F>>('fileSource', parts, {
    name: kinds.text,
    files: kinds.unchecked,
    read: kinds.callback,
    close: kinds.callback,
  });
  const { name, files, read, close } = parts;
  kinds.text('fileSource', 'name', name);
  kinds.callback('fileSource', 'read', read);
  if (!Array.isArray(files))
    throw new ValueError(`fileSource: files must be a list of files, got ${describeValue(files)}`);
  const listed = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const byPath = new Map(listed.map((file) => [file.path, file]));
  if (byPath.size < listed.length) {
    const twice = listed.find(({ path }, i) => path === listed[i + 1]?.path) as F;
    throw new DataError(`${name}: two files have the path ${twice.path}`);
  }
  let closed: Promise<void> | undefined;
  return {
    name,
    files: listed.map(({ path, size }) => ({ path, size })),
    async read(path, options = {}) {
      const names = { signal: kinds.signal, limit: kinds.whole(0), decompress: kinds.flag };
      const { signal, limit = 2 ** 28, decompress = false } = checkedOptions('read', options, names);
      signal?.throwIfAborted();
      if (closed) throw unreadable(name, `cannot read ${path}: it is closed`, 'close it after the last read');
      const file = byPath.get(path);
      if (!file) throw unreadable(name, `has no file ${path}`, 'take a path from its files');
      if (file.size > limit) throw tooLarge(name, path, file.size, limit);
      const bytes = await read(file, { signal, limit });
      return decompress ? unpacked(bytes, limit, `${name}: ${path}`, signal) : bytes;
    },
    close() {
      closed ??= close?.() ?? Promise.resolve();
      return closed;
    },
  };
}

/** The error for a file of more bytes than are accepted. */
export function tooLarge(name: string, path: string, size: number, limit: number): DataError {
  return new DataError(`${name}: ${path} has ${size} bytes, more than the limit of ${limit}`, {
    code: 'E_LIMIT',
    fix: 'raise limit, if it is the file that you expect',
  });
}

function unreadable(name: string, problem: string, fix: string): DataError {
  return new DataError(`${name}: ${problem}`, { code: 'E_IO', fix });
}
