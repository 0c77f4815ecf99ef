import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { AnyModel } from '@descent/layers';
import { writeDescent } from './descent/descent.js';
import { type TfjsDestination, writeTfjsModel } from './tfjs/write-tfjs-model.js';
import type { DescribeOptions } from './topology/describe-model.js';

/**
 * Saves a model in the format that its destination says: `.descent`, our own, which takes every layer and keeps every
 * bit; `.keras` for Keras; a folder, `model.json` or `indexeddb://name` for TensorFlow.js.
 *
 * @param destination - a path (Node), `indexeddb://name` (browsers), or a handler of TensorFlow.js
 * @throws FormatError E_UNSUPPORTED listing what the format does not have; DataError E_IO where nothing can be written;
 * ValueError for an ending that says no format
 * @example
 * await saveModel(model, 'digits.descent');
 * const copy = await loadModel('digits.descent');
 */
export async function saveModel(
  model: AnyModel,
  destination: TfjsDestination,
  options: DescribeOptions = {},
): Promise<void> {
  checkOptions('saveModel', options, ['customFunctions']);
  if (typeof destination !== 'string' || /^indexeddb:\/\//.test(destination)) {
    return writeTfjsModel(model, destination);
  }
  const ending = /\.([a-z0-9]+)$/i.exec(destination)?.[1]?.toLowerCase();
  const { writePath } = await import('#folder');
  if (ending === 'descent' || ending === 'safetensors') {
    return writePath(destination, await writeDescent(model, options));
  }
  if (ending === 'keras') {
    const { writeKeras } = await import('./keras-file/write-keras.js');
    return writePath(destination, await writeKeras(model));
  }
  if (ending === undefined || /[\\/]?model\.json$/.test(destination))
    return writeTfjsModel(model, destination);
  throw new ValueError(`saveModel: no format is known by its ending in ${describeValue(destination)}`, {
    fix: "use one of 'model.descent', 'model.keras', or a folder for TensorFlow.js",
  });
}
