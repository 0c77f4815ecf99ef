import { DataError } from '@descent/core';
import { refusal } from './refusal.js';
import type { CheckpointStore } from './store.js';

/**
 * Checkpoints as files of the browser's own file system, for models too large for a database. The browser puts a file
 * in place when it is closed, as a whole.
 *
 * @param directory - may be one below others: `runs/first`
 * @throws DataError E_IO, from every method, where the browser refuses: private windows, no space; E_UNSUPPORTED on
 * pages that are not secure
 * @example checkpoints(opfsStore('my-training'))
 */
export function opfsStore(directory: string): CheckpointStore {
  const place = `${directory} of the browser's files`;
  const run = async <T>(ask: (folder: FileSystemDirectoryHandle) => Promise<T>): Promise<T> => {
    if (globalThis.navigator?.storage?.getDirectory === undefined) {
      throw new DataError(`checkpoint: ${place}: this page has no files`, {
        code: 'E_UNSUPPORTED',
        fix: 'serve it from https, or from localhost',
      });
    }
    try {
      let folder = await navigator.storage.getDirectory();
      for (const name of directory.split('/')) {
        folder = await folder.getDirectoryHandle(name, { create: true });
      }
      const place = folder;
      // One page at a time: no file is removed while another page writes it.
      return await navigator.locks.request(`descent: ${directory}`, () => ask(place));
    } catch (cause) {
      throw refusal(place, cause);
    }
  };
  return {
    place,
    list: () =>
      run(async (folder) => {
        const names: string[] = [];
        for await (const [name, handle] of folder.entries()) {
          if (await isWritten(handle)) names.push(name);
        }
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
          await stream.close();
        } catch (error) {
          await stream.abort().catch(() => undefined);
          throw error;
        }
      }),
    remove: (name) =>
      run(async (folder) => {
        await folder.removeEntry(name).catch((error: unknown) => {
          if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
        });
      }),
  };
}

/** Whether a file was ever put in place: until then it stands there empty, for good if the page is closed. */
async function isWritten(handle: FileSystemHandle): Promise<boolean> {
  return handle.kind === 'file' && (await (handle as FileSystemFileHandle).getFile()).size > 0;
}
