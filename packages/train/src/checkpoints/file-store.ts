import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from './refusal.js';
import type { CheckpointStore } from './store.js';

/** `checkpoint-00000003.4711-….tmp`: a file that process 4711 has not finished. */
const unfinished = /\.(\d+)-[0-9a-f-]+\.tmp$/;

/**
 * Checkpoints as files of a directory, which is made when it is not there. A file is written under another name,
 * flushed to the disk, and renamed, and the directory is flushed: after a crash at any moment the old file is there or
 * the new one, whole.
 *
 * @throws DataError E_IO, from every method, for a disk that refuses; what was there stays
 */
export function fileStore(directory: string): CheckpointStore {
  const path = (name: string): string => join(directory, name);
  return {
    place: directory,
    list: () =>
      asking(directory, async () => {
        await mkdir(directory, { recursive: true });
        const names = await readdir(directory);
        for (const name of names) {
          const writer = unfinished.exec(name)?.[1];
          if (writer !== undefined && !isAlive(Number(writer))) await rm(path(name), { force: true });
        }
        return names.filter((name) => !unfinished.test(name));
      }),
    read: (name) => asking(path(name), () => readFile(path(name))),
    write: (name, bytes) =>
      asking(path(name), async () => {
        const temporary = path(`${name}.${process.pid}-${randomUUID()}.tmp`);
        try {
          const file = await open(temporary, 'wx');
          try {
            await file.writeFile(bytes);
            await file.sync();
          } finally {
            await file.close();
          }
          await rename(temporary, path(name));
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
        await flush(directory);
      }),
    remove: (name) => asking(path(name), () => rm(path(name), { force: true })),
  };
}

/** Makes the disk remember the names in a directory. Windows does so by itself and refuses to be asked. */
async function flush(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Another live process may be about to rename its file. Our own is not: it writes one at a time. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function asking<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw refusal(path, cause);
  }
}
