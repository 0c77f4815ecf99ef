import { checkOptions, describeValue, FormatError, ValueError } from '@descent/core';
import type { AnyModel, Model } from '@descent/layers';
import { parseJson } from '../json/parse-json.js';
import { refuseForeignFile } from '../keras-file/foreign-file.js';
import type { CustomOptions } from '../topology/build-model.js';
import type { TfjsArtifacts, TfjsHandler } from './artifacts.js';
import { checkSpecs, decodeWeights } from './decode-weights.js';
import { fromTopology, topologyIn } from './from-artifacts.js';
import { type ModelFiles, noFile, readManifest } from './weight-files.js';

/**
 * Where a model of TensorFlow.js is: an address of `model.json` or of the folder on a hub, `indexeddb://name`, a path
 * (Node), files that the user picked, or a handler such as `tf.io` has.
 */
export type TfjsSource = string | URL | readonly File[] | FileList | TfjsHandler;

/** Options of {@link readTfjsModel}. */
export interface ReadTfjsOptions extends CustomOptions {
  /** Shape of one example, without the batch axis, for a model that leaves sizes open. */
  readonly inputShape?: readonly number[] | undefined;
}

/** Longest `model.json` that is read, in bytes. */
const longestJson = 2 ** 27;

/**
 * A LayersModel of TensorFlow.js: `model.json`, of Keras 2 or 3, and its weights, quantized ones too.
 *
 * @typeParam M - of models of several inputs or outputs: their type, or `AnyModel`
 * @throws FormatError naming file and place: E_FORMAT for what is broken, cut short or does not fit, E_UNSUPPORTED
 * listing layers that we do not have, E_UNSAFE for code and for weights outside of the model's folder, E_LIMIT; DataError
 * E_IO for files that cannot be had
 * @example
 * const mobileNet = await readTfjsModel('mobilenet/model.json');
 * const own = await readTfjsModel('indexeddb://my-model');
 */
export async function readTfjsModel<M extends AnyModel = Model>(
  source: TfjsSource,
  options: ReadTfjsOptions = {},
): Promise<M> {
  checkOptions('readTfjsModel', options, ['inputShape', 'customLayers', 'customFunctions']);
  if (typeof source === 'string' && source.startsWith('indexeddb://')) {
    const { tfjsDatabase } = await import('../places/tfjs-database.js');
    const name = source.slice('indexeddb://'.length);
    return fromHandler(source, await tfjsDatabase(name).load(), options) as M;
  }
  if (isHandler(source)) return fromHandler('model', await source.load(), options) as M;
  const { file, bytes, files } = await jsonOf(source as Exclude<TfjsSource, TfjsHandler>);
  return (await readTfjsJson(file, bytes, files, options)) as M;
}

/** A model of the bytes of its `model.json` and the files beside it. */
export async function readTfjsJson(
  file: string,
  bytes: Uint8Array,
  files: ModelFiles,
  options: ReadTfjsOptions,
): Promise<AnyModel> {
  refuseForeignFile(file, bytes);
  const json = parseJson(file, new TextDecoder().decode(bytes));
  const topology = topologyIn(file, json);
  const { weightsManifest } = json as { weightsManifest?: unknown };
  return fromTopology(file, topology, await readManifest(file, weightsManifest, files), options);
}

function fromHandler(file: string, artifacts: TfjsArtifacts, options: ReadTfjsOptions): AnyModel {
  const topology = topologyIn(file, artifacts);
  const specs = checkSpecs(file, artifacts.weightSpecs ?? []);
  const { weightData = new ArrayBuffer(0) } = artifacts;
  const parts = [weightData].flat() as readonly ArrayBuffer[];
  if (!parts.every((part) => part instanceof ArrayBuffer)) {
    throw new FormatError(`${file}: its weightData is ${describeValue(weightData)}`);
  }
  const data = new Uint8Array(parts.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    data.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return fromTopology(file, topology, decodeWeights(file, specs, data), options);
}

interface FoundJson {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly files: ModelFiles;
}

async function jsonOf(source: Exclude<TfjsSource, TfjsHandler>): Promise<FoundJson> {
  if (source instanceof URL || typeof source === 'string') {
    if (/^https?:\/\//.test(String(source))) return jsonAt(new URL(source));
    const { folderFiles, modelPath, readPath } = await import('#folder');
    const path = await modelPath(source);
    const folder = path.replace(/[^\\/]*$/, '') || '.';
    return { file: path, bytes: await readPath(path, longestJson), files: folderFiles(folder) };
  }
  const list = Array.from((source ?? []) as ArrayLike<File>);
  if (list.length === 0 || !list.every((each) => each instanceof Blob)) {
    throw new ValueError(
      `readTfjsModel: expects an address, a path, files or a handler, got ${describeValue(source)}`,
      {
        fix: "readTfjsModel('model/model.json'), or all files of the model: [model.json, weights.bin]",
      },
    );
  }
  const { givenFiles } = await import('../places/given-files.js');
  const json = list.find(({ name }) => name.endsWith('.json'));
  const files = givenFiles(list);
  if (!json) throw noFile(files.place, 'model.json');
  return { file: json.name, bytes: await files.read(json.name, longestJson), files };
}

/** Addresses of hubs name the folder. */
async function jsonAt(url: URL): Promise<FoundJson> {
  const { fetchBytes, urlFiles } = await import('../places/url-files.js');
  const at = new URL(url);
  if (!/\.[a-z]+$/i.test(at.pathname)) {
    at.pathname = `${at.pathname.replace(/\/$/, '')}/model.json`;
    if (at.search === '') at.search = '?tfjs-format=file';
  }
  return { file: at.origin + at.pathname, bytes: await fetchBytes(at, longestJson), files: urlFiles(at) };
}

function isHandler(source: unknown): source is Required<Pick<TfjsHandler, 'load'>> {
  return typeof (source as Partial<TfjsHandler> | undefined)?.load === 'function';
}
