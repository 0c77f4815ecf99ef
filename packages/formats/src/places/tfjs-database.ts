import { DataError, DescentError } from '@descent/core';
import type { TfjsArtifacts, TfjsHandler } from '../tfjs/artifacts.js';

/** Names of TensorFlow.js' own database: its models are ours and the other way round. */
const [database, models, infos] = ['tensorflowjs', 'models_store', 'model_info_store'] as const;

/** A model of the browser's database, as TensorFlow.js keeps it: `indexeddb://name`. */
export function tfjsDatabase(name: string): Required<TfjsHandler> {
  const place = `indexeddb://${name}`;
  return {
    async load() {
      const found = await run(place, 'readonly', (store) => store(models).get(name) as IDBRequest<unknown>);
      const { modelArtifacts } = Object(found) as { modelArtifacts?: TfjsArtifacts };
      if (modelArtifacts) return modelArtifacts;
      throw new DataError(`${place}: there is no such model`, { code: 'E_IO', fix: 'save it there first' });
    },
    async save(artifacts) {
      const info = {
        dateSaved: new Date(),
        modelTopologyType: 'JSON',
        weightDataBytes: (artifacts.weightData as ArrayBuffer).byteLength,
      };
      await run(place, 'readwrite', (store) => {
        store(infos).put({ modelPath: name, modelArtifactsInfo: info });
        return store(models).put({ modelPath: name, modelArtifacts: artifacts, modelArtifactsInfo: info });
      });
    },
  };
}

async function run<T>(
  place: string,
  mode: IDBTransactionMode,
  ask: (store: (name: string) => IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  if (typeof indexedDB === 'undefined') {
    throw new DataError(`${place}: there is no IndexedDB here`, {
      code: 'E_UNSUPPORTED',
      fix: 'give a path',
    });
  }
  try {
    const opened = await open();
    try {
      const transaction = opened.transaction([models, infos], mode);
      const request = ask((name) => transaction.objectStore(name));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        // What fails ends the transaction: the error is known then, and not before.
        transaction.onabort = () => reject(transaction.error ?? request.error);
      });
      return request.result;
    } finally {
      opened.close();
    }
  } catch (cause) {
    if (cause instanceof DescentError) throw cause;
    throw new DataError(`${place}: the browser refuses: ${(cause as Error).message}`, {
      code: 'E_IO',
      cause,
    });
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      for (const name of [models, infos]) request.result.createObjectStore(name, { keyPath: 'modelPath' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
