import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@descent/core';
import { type FileSource, fileSource, type SourceFile, tooLarge } from './file-source.js';
import type { FolderOptions } from './open-folder.js';

/** As {@link openFolder} says. */
export async function folderSource(
  root: string,
  { maxFiles = 5_000_000, signal }: FolderOptions,
): Promise<FileSource> {
  const files: SourceFile[] = [];
  let count = 0;
  // Links can lead from a few folders to more paths than anyone could list.
  const found = (file?: SourceFile): void => {
    if (file) files.push(file);
    if (++count <= maxFiles) return;
    throw new DataError(`openFolder: ${root} has more than ${maxFiles} files and folders`, {
      code: 'E_LIMIT',
      fix: 'raise maxFiles, or name a folder further down',
    });
  };
  try {
    await walk({ root, found, signal }, '', [await realpath(root)]);
  } catch (error) {
    throw isOfSystem(error) ? unreadable(`openFolder: cannot read ${root}`, error) : error;
  }
  return fileSource({
    name: root,
    files,
    read: ({ path }, options) => readWithin(join(root, path), options),
  });
}

interface Search {
  readonly root: string;
  /** Told of each file, and, without one, of each folder. */
  readonly found: (file?: SourceFile) => void;
  readonly signal: AbortSignal | undefined;
}

/** @param around - real paths of the folder and of those around it */
async function walk(search: Search, folder: string, around: readonly string[]): Promise<void> {
  search.signal?.throwIfAborted();
  const entries = await readdir(join(search.root, folder), { withFileTypes: true });
  await inPortions(entries, 64, async (entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    const full = join(search.root, path);
    // A link to nothing is no file.
    const target = entry.isDirectory() ? undefined : await stat(full).catch(() => undefined);
    if (target?.isFile()) search.found({ path, size: target.size });
    if (!entry.isDirectory() && !target?.isDirectory()) return;
    const real = await realpath(full);
    if (around.includes(real)) return;
    search.found();
    await walk(search, path, [...around, real]);
  });
}

async function inPortions<T>(
  items: readonly T[],
  size: number,
  f: (item: T) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += size) await Promise.all(items.slice(at, at + size).map(f));
}

/** The size is asked of the open file: it may have grown. */
async function readWithin(
  path: string,
  { signal, limit }: { signal: AbortSignal | undefined; limit: number },
): Promise<Uint8Array> {
  try {
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      if (size > limit) throw tooLarge('openFolder', path, size, limit);
      return await handle.readFile({ signal });
    } finally {
      await handle.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw isOfSystem(error) ? unreadable(`openFolder: cannot read ${path}`, error) : error;
  }
}

function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

function unreadable(problem: string, cause: Error): DataError {
  return new DataError(`${problem}: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'look at the path and its permissions',
  });
}
