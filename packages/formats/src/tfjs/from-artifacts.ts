import { describeValue, FormatError } from '@descent/core';
import type { AnyModel } from '@descent/layers';
import { fromKerasConfig } from '../keras/from-keras-config.js';
import type { CustomOptions } from '../topology/build-model.js';
import type { TfjsWeight } from './decode-weights.js';
import { placeWeights } from './place-weights.js';

/** Options of {@link fromTopology}. */
export interface TopologyOptions extends CustomOptions {
  /** Shape of one example, without the batch axis, for a model that leaves sizes open. */
  readonly inputShape?: readonly number[] | undefined;
}

/**
 * The JSON of a model inside `modelTopology`, which may be wrapped as Keras does.
 * @throws FormatError for what holds none, E_UNSUPPORTED for a graph of TensorFlow
 */
export function topologyIn(file: string, json: unknown): unknown {
  const { modelTopology, format } = Object(json) as { modelTopology?: unknown; format?: unknown };
  const { model_config: wrapped, node, library } = Object(modelTopology) as Readonly<Record<string, unknown>>;
  if (format === 'graph-model' || node !== undefined || library !== undefined) {
    throw new FormatError(`${file}: is a graph of TensorFlow, not of layers`, {
      code: 'E_UNSUPPORTED',
      fix: 'convert the model of Keras itself: tensorflowjs_converter --input_format=keras',
    });
  }
  const topology = wrapped ?? modelTopology;
  if (typeof topology === 'object' && topology !== null) return topology;
  throw new FormatError(`${file}: has no topology: ${describeValue(modelTopology)}`, {
    code: topology === null ? 'E_UNSUPPORTED' : 'E_FORMAT',
    fix: 'a file of weights alone needs the model that they belong to',
  });
}

/** A model of its JSON and weights. */
export function fromTopology(
  file: string,
  topology: unknown,
  weights: ReadonlyMap<string, TfjsWeight>,
  options: TopologyOptions,
): AnyModel {
  const maxParameters = [...weights.values()].reduce((sum, { values }) => sum + values.length, 0);
  const { inputShape, customLayers, customFunctions } = options;
  const model = fromKerasConfig(topology, { file, maxParameters, inputShape, customLayers, customFunctions });
  try {
    placeWeights(file, model, weights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
