import { checkOptions, describeValue, FormatError, ValueError } from '@descent/core';
import type { AnyModel, Model } from '@descent/layers';
import { readDescent } from './descent/descent.js';
import { refuseForeignFile } from './keras-file/foreign-file.js';
import {
  type ReadTfjsOptions,
  readTfjsJson,
  readTfjsModel,
  type TfjsSource,
} from './tfjs/read-tfjs-model.js';
import { type ModelFiles, noFile } from './tfjs/weight-files.js';

/** Where a model is: bytes, a file, or what `readTfjsModel` takes. */
export type ModelSource = Uint8Array | ArrayBuffer | Blob | TfjsSource;

/** Options of {@link loadModel}. */
export interface LoadModelOptions extends ReadTfjsOptions {}

/** A file, and those beside it. */
interface Found {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly files: ModelFiles;
}

/**
 * Loads a model of any format that is read here; its first bytes say which: our own, Keras' `.keras` and `.h5`, or
 * TensorFlow.js' `model.json` with its weights.
 *
 * @typeParam M - of models of several inputs or outputs: their type, or `AnyModel`
 * @param source - a path or folder (Node), an address, bytes, a Blob or File, all files of a model that the user picked,
 * `indexeddb://name`, or a handler of TensorFlow.js
 * @throws FormatError naming file and place for what is broken, unsafe, too large or of no known format, and listing
 * layers that are not there; DataError E_IO for files that cannot be had
 * @example
 * const model = await loadModel('digits.keras');
 * const own = await loadModel('https://example.org/net/model.json', { customLayers: { Scale: ({ name }) => scale({ name }) } });
 */
export async function loadModel<M extends AnyModel = Model>(
  source: ModelSource,
  options: LoadModelOptions = {},
): Promise<M> {
  checkOptions('loadModel', options, ['inputShape', 'customLayers', 'customFunctions']);
  const found = await find(source);
  if (!found) return readTfjsModel<M>(source as TfjsSource, options);
  const { file, bytes, files } = found;
  refuseForeignFile(file, bytes);
  const given = {
    file,
    ...(options.customLayers && { customLayers: options.customLayers }),
    ...(options.customFunctions && { customFunctions: options.customFunctions }),
  };
  const shape = options.inputShape && { inputShape: options.inputShape };
  if (startsWith(bytes, '{')) return (await readTfjsJson(file, bytes, files, options)) as M;
  if (startsWith(bytes, 'PK')) {
    const { readKeras } = await import('./keras-file/read-keras.js');
    return (await readKeras<M>(bytes, { ...given, ...shape })).model;
  }
  if (startsWith(bytes, '\x89HDF')) {
    const { readKerasH5 } = await import('./keras-file/read-keras-h5.js');
    return readKerasH5<M>(bytes, { ...given, ...shape });
  }
  // Eight bytes of a length, then JSON.
  if (bytes[8] === 0x7b) return readDescent<M>(bytes, given);
  throw new FormatError(`${file}: is of no format that is known here`, {
    code: 'E_UNSUPPORTED',
    fix: 'known are .descent, .keras, .h5 and model.json with its weights',
  });
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

/** The file that tells the format; undefined for what only TensorFlow.js has: folders, databases, handlers, lists. */
async function find(source: ModelSource): Promise<Found | undefined> {
  if (source instanceof Uint8Array) return inMemory(source);
  if (source instanceof ArrayBuffer) return inMemory(new Uint8Array(source));
  if (source instanceof Blob) {
    return inMemory(new Uint8Array(await source.arrayBuffer()), (source as Partial<File>).name);
  }
  if (source instanceof URL || typeof source === 'string') return fileAt(source);
  const list = Object(source) as ArrayLike<unknown>;
  if (list.length === 1 && list[0] instanceof Blob) return find(list[0]);
  if (typeof source === 'object' && source !== null) return undefined;
  throw new ValueError(
    `loadModel: expects a path, an address, bytes or files, got ${describeValue(source)}`,
    {
      fix: "loadModel('model.keras')",
    },
  );
}

async function fileAt(source: string | URL): Promise<Found | undefined> {
  if (String(source).startsWith('indexeddb://')) return undefined;
  if (/^https?:\/\//.test(String(source))) {
    const url = new URL(source);
    // The folder of a model on a hub.
    if (!/\.[a-z0-9]+$/i.test(url.pathname)) return undefined;
    const { fetchBytes, urlFiles } = await import('./places/url-files.js');
    return { file: url.origin + url.pathname, bytes: await fetchBytes(url), files: urlFiles(url) };
  }
  const { folderFiles, modelPath, readPath } = await import('#folder');
  const path = await modelPath(source);
  return { file: path, bytes: await readPath(path), files: folderFiles(path.replace(/[^\\/]*$/, '') || '.') };
}

function inMemory(bytes: Uint8Array, file = 'model'): Found {
  const files: ModelFiles = {
    place: file,
    read: async (path) => {
      throw noFile(file, path);
    },
  };
  return { file, bytes, files };
}
