import { DataError } from '@descent/core';
import { refusal } from './refusal.js';
import type { CheckpointStore } from './store.js';

const table = 'checkpoints';

/**
 * Checkpoints in a database of the browser. A transaction is done as a whole or not at all, when the page is closed in
 * the middle too.
 *
 * @throws DataError E_IO, from every method, where the browser refuses: private windows, no space
 * @example checkpoints(indexedDbStore('my-training'))
 */
export function indexedDbStore(name: string): CheckpointStore {
  const place = `database ${name}`;
  const run = async <T>(
    mode: IDBTransactionMode,
    ask: (objects: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    try {
      const database = await opened(name);
      try {
        const transaction = database.transaction(table, mode, { durability: 'strict' });
        const request = ask(transaction.objectStore(table));
        await new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          // What fails ends the transaction: the error is known then, and not before.
          transaction.onabort = () => reject(transaction.error ?? request.error);
        });
        return request.result;
      } finally {
        database.close();
      }
    } catch (cause) {
      throw refusal(place, cause);
    }
  };
  return {
    place,
    list: async () => (await run('readonly', (objects) => objects.getAllKeys())) as string[],
    async read(key) {
      const bytes = await run(
        'readonly',
        (objects) => objects.get(key) as IDBRequest<Uint8Array | undefined>,
      );
      if (bytes) return bytes;
      throw new DataError(`checkpoint: ${place} has no ${key}`, { code: 'E_IO' });
    },
    async write(key, bytes) {
      await run('readwrite', (objects) => objects.put(bytes, key));
    },
    async remove(key) {
      await run('readwrite', (objects) => objects.delete(key));
    },
  };
}

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`descent: ${name}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
