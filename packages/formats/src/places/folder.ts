import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '@descent/core';
import { type ModelFiles, noFile, tooLong } from '../tfjs/weight-files.js';

/** Longest file that is read as a whole. */
const most = 2 ** 32;

/** The path of a file, or of `model.json` in a folder. */
export async function modelPath(given: string | URL): Promise<string> {
  const path = given instanceof URL ? fileURLToPath(given) : given;
  const found = await stat(path).catch((cause: unknown) => {
    throw noFile(dirname(path), basename(path), cause);
  });
  return found.isDirectory() ? join(path, 'model.json') : path;
}

/** The files of a folder. */
export function folderFiles(folder: string): ModelFiles {
  return {
    place: folder,
    async read(path, limit) {
      const full = resolve(folder, path);
      if (!full.startsWith(resolve(folder) + sep)) throw noFile(folder, path);
      return readPath(full, limit, folder);
    },
  };
}

/** The bytes of a file. */
export async function readPath(path: string, limit = most, place = dirname(path)): Promise<Uint8Array> {
  const name = basename(path);
  const file = await open(path).catch((cause: unknown) => {
    throw noFile(place, name, cause);
  });
  try {
    const { size } = await file.stat();
    if (size > limit) throw tooLong(place, name, size, limit);
    return await file.readFile();
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'FormatError') throw cause;
    throw noFile(place, name, cause);
  } finally {
    await file.close();
  }
}

/** Writes files into a folder, which is made when it is not there; the last one appears when all are there. */
export async function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of files) await writePath(join(folder, name), bytes);
  } catch (cause) {
    throw new DataError(`${folder}: cannot be written: ${(cause as Error).message}`, { code: 'E_IO', cause });
  }
}

/** Writes a file: what was there stays until all of the new one is. */
export async function writePath(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new DataError(`${path}: cannot be written: ${(cause as Error).message}`, { code: 'E_IO', cause });
  }
}
