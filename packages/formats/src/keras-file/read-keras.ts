import { checkOptions, FormatError } from '@descent/core';
import {
  type FileSource,
  type Openable,
  openBytes,
  openZip,
  type RandomAccess,
} from '@descent/datasets/sources';
import type { AnyModel, Model } from '@descent/layers';
import type { Optimizer } from '@descent/train';
import { isHdf5, openHdf5 } from '../hdf5/open-hdf5.js';
import { parseJson } from '../json/parse-json.js';
import { fromKerasConfig } from '../keras/index.js';
import { isObject } from '../keras/option-values.js';
import type { CustomOptions } from '../topology/build-model.js';
import type { Plain, PlainConfig } from '../topology/topology.js';
import { refuseForeignFile } from './foreign-file.js';
import { type FoundOptimizer, optimizerFromKeras, restoreOptimizer } from './optimizer-from-keras.js';
import { placeWeights } from './place-weights.js';
import { storedGroups } from './stored-groups.js';
import { trainedParameters } from './write-keras.js';

/** Options of {@link readKeras}. */
export interface ReadKerasOptions extends CustomOptions {
  /** Shape of one example, without the batch axis, for a model that leaves sizes open. */
  readonly inputShape?: readonly number[];
  /** What messages call the file. Default: its path, or the File's name. */
  readonly file?: string;
}

/** Names of {@link ReadKerasOptions}. */
export const readNames = ['file', 'inputShape', 'customLayers', 'customFunctions'] as const;

/** What a `.keras` file holds. */
export interface KerasFile<M extends AnyModel = Model> {
  readonly model: M;
  /** With all that it remembered; undefined where the model was saved without one, or with one that we do not have. */
  readonly optimizer: Optimizer | undefined;
  /** The version of Keras that wrote it. */
  readonly kerasVersion: string | undefined;
  /** What of the training is not here: an optimizer of another kind. The model itself is whole, or refused. */
  readonly leftOut: readonly string[];
}

/** An archive that unpacks to more, for each of its bytes, was made to. */
const mostUnpacked = 100;

/**
 * Reads a model that Keras 3 saved, `model.save('model.keras')`: layers, weights, and the optimizer with its state.
 * No code of the file ever runs; its loss and metrics, which may be code, are not read.
 *
 * @typeParam M - of models of several inputs or outputs: their type, or `AnyModel`
 * @param from - a path (Node only), bytes, a Blob or File, or what `openUrl` gives
 * @throws FormatError naming file and place: E_FORMAT for a damaged file, E_UNSAFE for code in it and paths out of it,
 * E_UNSUPPORTED listing all layers and options that are not here, E_SHAPE for weights of another model, E_LIMIT for
 * archives that unpack to too much; DataError E_IO where it cannot be opened
 * @example
 * const { model, optimizer } = await readKeras('model.keras');
 * await fit(model, data, { optimizer: optimizer ?? adam(), loss: crossEntropyFromLogits });
 */
export async function readKeras<M extends AnyModel = Model>(
  from: Openable | RandomAccess,
  options: ReadKerasOptions = {},
): Promise<KerasFile<M>> {
  checkOptions('readKeras', options, readNames);
  const { config, weights, kerasVersion, file } = await unpack(from, options.file);
  const { compile_config: compiled, ...topology } = config;
  const { inputShape, customLayers, customFunctions } = options;
  const where = `${file}: model.weights.h5`;
  const root = openHdf5(weights, where);
  const model = fromKerasConfig(topology, {
    ...{ file: `${file}: config.json`, dialect: 3, inputShape, customLayers, customFunctions },
    // A number takes a byte or more.
    maxParameters: weights.length,
  });
  const groups = storedGroups(topology, model);
  placeWeights(where, root, groups);
  const given = isObject(compiled) ? compiled.optimizer : undefined;
  const { optimizer, row, leftOut } = given ? optimizerFromKeras(file, given) : noOptimizer;
  if (optimizer && row) {
    const vars = root.group('optimizer/vars');
    restoreOptimizer(where, vars, { optimizer, row }, trainedParameters(groups, model));
  }
  return { model: model as M, optimizer, kerasVersion, leftOut: leftOut === undefined ? [] : [leftOut] };
}

const noOptimizer: FoundOptimizer = {};

interface Unpacked {
  readonly file: string;
  readonly config: PlainConfig;
  readonly weights: Uint8Array;
  readonly kerasVersion: string | undefined;
}

async function unpack(from: Openable | RandomAccess, name: string | undefined): Promise<Unpacked> {
  const opened = typeof from === 'object' && 'read' in from ? from : await openBytes(from, name);
  const archive =
    name === undefined
      ? opened
      : { ...opened, name, read: opened.read.bind(opened), close: () => opened.close() };
  const file = archive.name;
  try {
    const head = await archive.read(0, Math.min(256, archive.size));
    refuseForeignFile(file, head);
    if (isHdf5(head)) {
      throw new FormatError(`${file}: is an HDF5 file, as older versions of Keras save`, {
        fix: 'read it with readKerasH5',
      });
    }
    const source = await openZip(archive);
    checkSizes(file, source, archive.size);
    const json = async (entry: string): Promise<Plain> =>
      parseJson(`${file}: ${entry}`, new TextDecoder().decode(await member(file, source, entry))) as Plain;
    const config = await json('config.json');
    const metadata = source.files.some(({ path }) => path === 'metadata.json')
      ? await json('metadata.json')
      : {};
    const weights = await member(file, source, 'model.weights.h5');
    if (!isObject(config)) throw new FormatError(`${file}: config.json: holds no model`);
    const { keras_version: version } = isObject(metadata) ? metadata : {};
    return { file, config, weights, kerasVersion: typeof version === 'string' ? version : undefined };
  } finally {
    await archive.close();
  }
}

function checkSizes(file: string, source: FileSource, size: number): void {
  const unpacked = source.files.reduce((sum, each) => sum + (each.size ?? 0), 0);
  if (unpacked <= 2 ** 20 + mostUnpacked * size) return;
  throw new FormatError(`${file}: ${size} bytes unpack to ${unpacked}`, {
    code: 'E_LIMIT',
    fix: 'do not use it: Keras does not pack its files at all',
  });
}

async function member(file: string, source: FileSource, path: string): Promise<Uint8Array> {
  if (source.files.some((each) => each.path === path)) return source.read(path);
  throw new FormatError(`${file}: has no ${path}: it is no file of Keras 3`, {
    fix: "save the model with Keras 3: model.save('model.keras')",
  });
}
