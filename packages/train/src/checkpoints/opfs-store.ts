import { DataError } from '@descent/core';
import type { CheckpointStore } from './store.js';

/**
 * Checkpoints as files of the browser's own file system, for models too large for a database. The browser puts a file
 * in place when it is closed, as a whole.
 *
 * @throws DataError E_IO, from every method, where the browser refuses: private windows, no space
 * @example checkpoints(opfsStore('my-training'))
 */
export function opfsStore(directory: string): CheckpointStore {
  const run = async <T>(ask: (folder: FileSystemDirectoryHandle) => Promise<T>): Promise<T> => {
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(directory, { create: true });
      // One page at a time: no file is removed while another page writes it.
      return await navigator.locks.request(`descent: ${directory}`, () => ask(folder));
    } catch (cause) {
      const problem = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new DataError(`checkpoint: ${directory} of the browser's files: ${problem}`, {
        code: 'E_IO',
        cause,
      });
    }
  };
  return {
    place: `${directory} of the browser's files`,
    list: () =>
      run(async (folder) => {
        const names: string[] = [];
        for await (const name of folder.keys()) names.push(name);
        return names;
      }),
    read: (name) =>
      run(async (folder) => {
        const file = await (await folder.getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      }),
    write: (name, bytes) =>
      run(async (folder) => {
        const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
        try {
          await stream.write(bytes as Uint8Array<ArrayBuffer>);
        } catch (error) {
          await stream.abort().catch(() => undefined);
          throw error;
        }
        await stream.close();
      }),
    remove: (name) =>
      run(async (folder) => {
        await folder.removeEntry(name).catch((error: unknown) => {
          if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
        });
      }),
  };
}
