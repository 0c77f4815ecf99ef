import { describeValue, ValueError } from '@descent/core';
import type { AnyLayer, AnyModel, Parameter } from '@descent/layers';
import { kerasWeights } from '../keras/keras-weights.js';
import { toKerasConfig } from '../keras/to-keras.js';
import { uniqueNames } from '../keras/unique-names.js';
import { isModel } from '../topology/topology.js';
import type { TfjsArtifacts, TfjsHandler, TfjsWeightSpec } from './artifacts.js';

/** Where a model goes: a folder (Node), `indexeddb://name`, or a handler such as `tf.io` has. */
export type TfjsDestination = string | TfjsHandler;

/** Most bytes of weights in one file, as browsers keep such files in their caches. */
const shardSize = 4 * 2 ** 20;

/**
 * A model as TensorFlow.js keeps it: its topology in the JSON of Keras 2, its weights as float32, every bit the same.
 *
 * @throws FormatError E_UNSUPPORTED listing what TensorFlow.js does not have
 * @example await tf.loadLayersModel({ load: async () => tfjsArtifacts(model) })
 */
export async function tfjsArtifacts(
  model: AnyModel,
): Promise<TfjsArtifacts & { readonly weightData: ArrayBuffer }> {
  const modelTopology = {
    ...toKerasConfig(model, { dialect: 2 }),
    keras_version: '2.15.0',
    backend: 'descent',
  };
  const weights = await Promise.all(
    weightsIn(model).map(async ([name, parameter]) => ({
      name,
      shape: parameter.shape,
      values: (await parameter.value.data()) as Float32Array,
    })),
  );
  const data = new Float32Array(weights.reduce((size, { values }) => size + values.length, 0));
  let at = 0;
  for (const { values } of weights) {
    data.set(values, at);
    at += values.length;
  }
  const weightSpecs = weights.map(({ name, shape }): TfjsWeightSpec => ({ name, shape, dtype: 'float32' }));
  return {
    modelTopology,
    weightSpecs,
    weightData: data.buffer as ArrayBuffer,
    format: 'layers-model',
    generatedBy: 'descent',
    convertedBy: null,
  };
}

/**
 * The files of a model for TensorFlow.js: `model.json`, and its weights in shards of 4 MiB.
 *
 * @throws FormatError E_UNSUPPORTED listing what TensorFlow.js does not have
 * @example for (const [name, bytes] of await tfjsFiles(model)) await writeFile(`model/${name}`, bytes)
 */
export async function tfjsFiles(model: AnyModel): Promise<ReadonlyMap<string, Uint8Array>> {
  const { weightSpecs: weights, weightData, ...rest } = await tfjsArtifacts(model);
  const count = Math.max(1, Math.ceil(weightData.byteLength / shardSize));
  const shards = Array.from({ length: count }, (_, i): [string, Uint8Array] => [
    `group1-shard${i + 1}of${count}.bin`,
    new Uint8Array(weightData).subarray(i * shardSize, (i + 1) * shardSize),
  ]);
  const weightsManifest = [{ paths: shards.map(([name]) => name), weights }];
  const json = new TextEncoder().encode(JSON.stringify({ ...rest, weightsManifest }));
  return new Map([...shards, ['model.json', json]]);
}

/**
 * Writes a model for TensorFlow.js: `tf.loadLayersModel` reads it, and `readTfjsModel`, which gives back every bit.
 *
 * @throws FormatError E_UNSUPPORTED listing what TensorFlow.js does not have; DataError E_IO where nothing can be written
 * @example
 * await writeTfjsModel(model, 'public/model'); // model.json and its shards
 * await writeTfjsModel(model, 'indexeddb://my-model');
 */
export async function writeTfjsModel(model: AnyModel, destination: TfjsDestination): Promise<void> {
  if (typeof destination === 'string' && destination.startsWith('indexeddb://')) {
    const { tfjsDatabase } = await import('../places/tfjs-database.js');
    await tfjsDatabase(destination.slice('indexeddb://'.length)).save(await tfjsArtifacts(model));
  } else if (typeof destination === 'string' && !/^[a-z]+:\/\//.test(destination)) {
    const { writeFolder } = await import('#folder');
    await writeFolder(destination.replace(/[\\/]model\.json$/, ''), await tfjsFiles(model));
  } else if (typeof destination === 'object' && typeof destination?.save === 'function') {
    await destination.save(await tfjsArtifacts(model));
  } else {
    throw new ValueError(`writeTfjsModel: cannot write to ${describeValue(destination)}`, {
      fix: "give a folder, 'indexeddb://name', or a handler with save",
    });
  }
}

/** The parameters of a model by the names that TensorFlow.js finds them by. */
function weightsIn(model: AnyModel): readonly (readonly [string, Parameter])[] {
  const names = uniqueNames(model);
  const seen = new Set<Parameter>();
  const within = (layer: AnyLayer, name: string): readonly (readonly [string, Parameter])[] => {
    if (isModel(layer)) return layer.layers.flatMap((each) => within(each, names.get(each) as string));
    if (layer.kind === 'bidirectional') {
      return layer.inner.flatMap((each) => within(each, `${name}/${each.name}`));
    }
    if (layer.inner.length > 0) return layer.inner.flatMap((each) => within(each, name));
    return kerasWeights(layer).flatMap(({ name2, parameter }) =>
      parameter && !seen.has(parameter) && seen.add(parameter)
        ? [[`${name}/${name2}`, parameter] as const]
        : [],
    );
  };
  return within(model, model.name);
}
