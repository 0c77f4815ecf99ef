import { DataError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type FileSource, fileSource, type SourceFile } from './file-source.js';
import { safePath } from './safe-path.js';

interface ListedFile extends SourceFile {
  readonly file: File;
}

/**
 * The files that a user chose on a page; from `<input type="file" webkitdirectory>`, with their paths.
 *
 * @throws FormatError E_UNSAFE for paths that lead elsewhere; DataError for two files of one path
 * @example
 * input.addEventListener('change', async () => {
 *   const source = openFiles(input.files!);
 *   console.log(source.files); // [{ path: 'pets/cats/1.jpg', size: 12414 }, …]
 * });
 */
export function openFiles(files: Iterable<File>, name = 'chosen files'): FileSource {
  const listed = Array.from(files, (file) => listedFile(name, file.webkitRelativePath || file.name, file));
  return sourceOf(name, listed);
}

/**
 * The files and folders that a user dropped on a page. Call it at once in the listener: the browser forgets what was
 * dropped when the listener has returned.
 *
 * @throws DataError E_IO when one cannot be read, FormatError E_UNSAFE for paths that lead elsewhere
 * @example
 * page.addEventListener('drop', async (event) => {
 *   event.preventDefault();
 *   const source = await openDropped(event.dataTransfer!);
 * });
 */
export async function openDropped(dropped: DataTransfer, name = 'dropped files'): Promise<FileSource> {
  const items = Array.from(dropped.items).filter(({ kind }) => kind === 'file');
  const listed: ListedFile[] = [];
  const entries: FileSystemEntry[] = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = entry ? undefined : item.getAsFile();
    if (entry) entries.push(entry);
    // What scripts put there is no part of a file system.
    else if (file) listed.push(listedFile(name, file.name, file));
  }
  // Not by calls within calls: folders may lie as deep as they like.
  for (let entry = entries.pop(); entry; entry = entries.pop()) {
    if (entry.isDirectory) entries.push(...(await entriesWithin(name, entry as FileSystemDirectoryEntry)));
    else
      listed.push(
        listedFile(name, entry.fullPath.slice(1), await fileOf(name, entry as FileSystemFileEntry)),
      );
  }
  return sourceOf(name, listed);
}

/**
 * The files of a folder that a page may read: from `showDirectoryPicker()`, or of the browser's own files.
 *
 * @throws DataError E_IO when it cannot be read, the signal's reason when it is aborted
 * @example const source = await openDirectory(await showDirectoryPicker());
 */
export async function openDirectory(
  directory: FileSystemDirectoryHandle,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FileSource> {
  const { signal } = checkedOptions('openDirectory', options, { signal: kinds.signal });
  const name = directory.name || 'directory';
  const folders = [{ path: '', handle: directory }];
  const listed: ListedFile[] = [];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    try {
      for await (const [own, handle] of folder.handle.entries()) {
        signal?.throwIfAborted();
        const path = folder.path ? `${folder.path}/${own}` : own;
        if (handle.kind === 'directory') folders.push({ path, handle: handle as FileSystemDirectoryHandle });
        else listed.push(listedFile(name, path, await (handle as FileSystemFileHandle).getFile()));
      }
    } catch (error) {
      throw unreadable(name, folder.path, error);
    }
  }
  return sourceOf(name, listed);
}

function listedFile(source: string, path: string, file: File): ListedFile {
  return { path: safePath(source, path), size: file.size, file };
}

function sourceOf(name: string, files: readonly ListedFile[]): FileSource {
  return fileSource({
    name,
    files,
    async read({ path, file }, { signal }) {
      const bytes = await file.arrayBuffer().catch((error: unknown) => {
        throw unreadable(name, path, error);
      });
      signal?.throwIfAborted();
      return new Uint8Array(bytes);
    },
  });
}

/** A reader gives some of a folder at a time, and nothing at its end. */
async function entriesWithin(source: string, folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch((error: unknown) => {
      throw unreadable(source, folder.fullPath, error);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(source: string, entry: FileSystemFileEntry): Promise<File> {
  return new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch((error: unknown) => {
    throw unreadable(source, entry.fullPath, error);
  });
}

function unreadable(source: string, path: string, cause: unknown): unknown {
  // Errors of ours, and reasons of signals, are told as they are.
  if (!(cause instanceof DOMException) || cause.name === 'AbortError') return cause;
  return new DataError(`${source}: cannot read ${path || 'it'}: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'choose it again: it may have been changed or removed',
  });
}
