import { checkOptions, FormatError } from '@descent/core';
import { type Openable, openBytes, type RandomAccess } from '@descent/datasets/sources';
import type { AnyLayer, AnyModel, Model } from '@descent/layers';
import { type Hdf5Group, isHdf5, openHdf5 } from '../hdf5/open-hdf5.js';
import { parseJson } from '../json/parse-json.js';
import {
  fromKerasConfig,
  type KerasWeight,
  kerasLayerOrder,
  kerasWeights,
  toKerasConfig,
} from '../keras/index.js';
import { isModel } from '../topology/topology.js';
import { refuseForeignFile } from './foreign-file.js';
import { place, placeWeights } from './place-weights.js';
import { type ReadKerasOptions, readNames } from './read-keras.js';
import { storedGroups } from './stored-groups.js';

/**
 * Reads a model that Keras saved as HDF5, `model.save('model.h5')`: of Keras 2 and of 3. No code of the file ever runs;
 * the optimizer is not read.
 *
 * @typeParam M - of models of several inputs or outputs: their type, or `AnyModel`
 * @param from - a path (Node only), bytes, a Blob or File, or what `openUrl` gives
 * @throws FormatError naming file and place: E_FORMAT for a damaged file or one without a topology, E_UNSAFE for code in
 * it and links out of it, E_UNSUPPORTED listing all layers and options that are not here, E_SHAPE for weights of another
 * model, E_LIMIT for sizes that the file cannot hold; DataError E_IO where it cannot be opened
 * @example const model = await readKerasH5('model.h5');
 */
export async function readKerasH5<M extends AnyModel = Model>(
  from: Openable | RandomAccess,
  options: ReadKerasOptions = {},
): Promise<M> {
  checkOptions('readKerasH5', options, readNames);
  const { file, root, size } = await openWeights(from, options.file);
  const config = root.text('model_config');
  const weights = root.group('model_weights');
  if (config === undefined || !weights) {
    throw new FormatError(`${file}: holds weights without a model`, {
      fix: 'make the model first: loadKerasWeights(model, file)',
    });
  }
  const { inputShape, customLayers, customFunctions } = options;
  const model = fromKerasConfig(parseJson(`${file}: model_config`, config), {
    ...{ file: `${file}: model_config`, inputShape, customLayers, customFunctions },
    // A number takes a byte or more.
    maxParameters: size,
  });
  placeByLayer(file, weights, model);
  return model as M;
}

/**
 * Puts weights that Keras saved into a model that is there: of `model.save_weights`, as `.weights.h5` or in the older
 * `.h5`, and of a whole model in `.h5`. The files of Keras' applications are of this kind. Layers are found by their
 * names; where those are others, by their order.
 *
 * @throws FormatError as {@link readKerasH5}; the model may then have some of the weights
 * @example
 * const model = sequential({ input: [28, 28, 1] }, flatten(), dense(10));
 * await loadKerasWeights(model, 'digits.weights.h5');
 */
export async function loadKerasWeights(
  model: AnyModel,
  from: Openable | RandomAccess,
  options: Pick<ReadKerasOptions, 'file'> = {},
): Promise<void> {
  checkOptions('loadKerasWeights', options, ['file']);
  const { file, root } = await openWeights(from, options.file);
  if (root.texts('layer_names')) placeByLayer(file, root, model);
  else if (root.group('model_weights')) placeByLayer(file, root.group('model_weights') as Hdf5Group, model);
  else placeWeights(file, root, storedGroups(toKerasConfig(model), model));
}

async function openWeights(
  from: Openable | RandomAccess,
  name: string | undefined,
): Promise<{ file: string; root: Hdf5Group; size: number }> {
  const opened = typeof from === 'object' && 'read' in from ? from : await openBytes(from, name);
  const file = name ?? opened.name;
  try {
    const head = await opened.read(0, Math.min(256, opened.size));
    refuseForeignFile(file, head);
    if (!isHdf5(head)) {
      throw new FormatError(`${file}: is not an HDF5 file`, {
        ...(head[0] === 0x50 &&
          head[1] === 0x4b && { fix: 'a .keras file of Keras 3: read it with readKeras' }),
      });
    }
    const bytes = await opened.read(0, opened.size);
    return { file, root: openHdf5(bytes, file), size: bytes.length };
  } finally {
    await opened.close();
  }
}

/** One group for each layer, with the names of its weights in order. */
function placeByLayer(file: string, group: Hdf5Group, model: AnyModel): void {
  const ours = kerasLayerOrder(model).filter((layer) => weightsIn(layer).length > 0);
  const theirs = (group.texts('layer_names') ?? group.names).flatMap((name) => {
    const layer = group.group(name);
    const weights = layer?.texts('weight_names') ?? [];
    return layer && weights.length > 0 ? [{ name, layer, weights }] : [];
  });
  const byName = new Map(theirs.map((each) => [each.name.replaceAll('/', '_'), each]));
  const isNamed = ours.every(({ name }) => byName.has(name));
  if (!isNamed && ours.length !== theirs.length) {
    const missing = ours.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
    throw new FormatError(
      `${file}: has weights of ${theirs.length} layers, the model has ${ours.length} with weights; not there: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`,
      { code: 'E_SHAPE', fix: 'weights and topology are of two models' },
    );
  }
  ours.forEach((layer, i) => {
    const from = (isNamed ? byName.get(layer.name) : theirs[i]) as (typeof theirs)[number];
    const weights = weightsIn(layer);
    if (from.weights.length !== weights.length) {
      throw new FormatError(
        `${file}: ${from.name} has ${from.weights.length} arrays, ${layer.name} has ${weights.length} weights`,
        { code: 'E_SHAPE', fix: 'weights and topology are of two models' },
      );
    }
    weights.forEach((weight, k) => {
      const path = from.weights[k] as string;
      place(file, from.layer.dataset(path), weight, `${from.name}/${path}`);
    });
  });
}

/** The weights of a layer, or of a model inside, as Keras 2 puts them into a row: those that training changes first. */
function weightsIn(layer: AnyLayer): readonly KerasWeight[] {
  const trainable = new Set(layer.trainableParameters);
  const isTrained = ({ parameter }: KerasWeight): boolean =>
    parameter !== undefined && trainable.has(parameter);
  const all = allWeights(layer);
  return [...all.filter(isTrained), ...all.filter((weight) => !isTrained(weight))];
}

function allWeights(layer: AnyLayer): readonly KerasWeight[] {
  if (isModel(layer)) return kerasLayerOrder(layer).flatMap(allWeights);
  const [inner] = layer.inner;
  if (layer.inner.length === 1 && inner && isModel(inner)) return allWeights(inner);
  return kerasWeights(layer);
}
