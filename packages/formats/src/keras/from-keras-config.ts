import type { AnyModel } from '@descent/layers';
import { buildModel, type CustomOptions } from '../topology/build-model.js';
import type { Dialect } from './dialect.js';
import { kerasTopology } from './from-keras.js';

/** Options of {@link fromKerasConfig}. */
export interface FromKerasOptions extends CustomOptions {
  /** Where the JSON comes from, for messages. Default 'config.json'. */
  readonly file?: string;
  /** Default: by what the JSON looks like. */
  readonly dialect?: Dialect;
  /** Shape of one example, without the batch axis, for a model that leaves sizes open. */
  readonly inputShape?: readonly number[] | undefined;
  /** How many numbers the file's weights hold: parameters that would hold more are refused before they are made. */
  readonly maxParameters?: number;
}

/**
 * A model of Keras' JSON, `{ class_name, config, … }`, all parameters 0. No code of it runs.
 * @throws FormatError naming file and layer: E_UNSAFE for code and addresses, E_UNSUPPORTED listing everything that we do
 * not have, E_LIMIT for a model that is too large, E_FORMAT for what is no model
 * @example fromKerasConfig(JSON.parse(kerasModel.to_json()))
 */
export function fromKerasConfig(json: unknown, options: FromKerasOptions = {}): AnyModel {
  const { file = 'config.json', dialect, inputShape, ...others } = options;
  const { customLayers, customFunctions } = options;
  const topology = kerasTopology(file, json, { dialect, inputShape, customLayers, customFunctions });
  return buildModel(topology, { ...others, file });
}
