import { checkOptions, FormatError } from '@descent/core';
import type { AnyModel, Model, Shapes } from '@descent/layers';
import { parseJson } from '../json/parse-json.js';
import { type FileOptions, readSafetensors, writeSafetensors } from '../safetensors/safetensors.js';
import { buildModel, type CustomOptions } from '../topology/build-model.js';
import { checkTopology } from '../topology/check-topology.js';
import { type DescribeOptions, describeModel } from '../topology/describe-model.js';
import { putWeight, weightsOf } from '../weights-of.js';

/** Options of {@link readDescent}. */
export interface ReadDescentOptions extends FileOptions, CustomOptions {}

/** Which layout of the topology this is. */
const version = '1';

/**
 * A whole model as bytes of our own format: safetensors of its parameters, with the layers as JSON among the metadata.
 * Any reader of safetensors reads the weights.
 *
 * @throws FormatError E_UNSUPPORTED listing activations and other functions that have no name
 * @example await writeFile('digits.descent', await writeDescent(model))
 */
export async function writeDescent<I extends Shapes, O extends Shapes>(
  model: Model<I, O>,
  options: DescribeOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('writeDescent', options, ['customFunctions']);
  const any = model as unknown as AnyModel;
  const topology = JSON.stringify(describeModel(any, options));
  const weights = await weightsOf(any);
  return writeSafetensors({
    metadata: { format: 'descent', version, topology },
    tensors: new Map(weights.map(({ name, ...weight }) => [name, weight])),
  });
}

/**
 * A model of bytes that {@link writeDescent} wrote: every bit of every parameter is the same.
 *
 * @typeParam M - of models of several inputs or outputs: their type, or `AnyModel`
 * @throws FormatError naming file and place for bytes that are cut off, changed or of another format, E_UNSUPPORTED
 * listing layers that are not there, E_VERSION for a later version
 * @example const model = await readDescent(await readFile('digits.descent'))
 */
export async function readDescent<M extends AnyModel = Model>(
  bytes: Uint8Array | ArrayBuffer,
  options: ReadDescentOptions = {},
): Promise<M> {
  checkOptions('readDescent', options, ['file', 'customLayers', 'customFunctions']);
  const { file = 'descent', customLayers, customFunctions } = options;
  const { tensors, metadata } = readSafetensors(bytes, { file });
  if (metadata.format !== 'descent' || metadata.topology === undefined) {
    throw new FormatError(`${file}: holds tensors, but no model of Descent`, {
      fix: 'read the tensors: readSafetensors(bytes)',
    });
  }
  if (metadata.version !== version) {
    throw new FormatError(`${file}: is of version ${metadata.version}, version ${version} is read`, {
      code: 'E_VERSION',
      fix: 'use a newer @descent/formats',
    });
  }
  const topology = checkTopology(file, parseJson(`${file}: topology`, metadata.topology));
  const maxParameters = [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
  const model = buildModel(topology, { file, customLayers, customFunctions, maxParameters });
  try {
    const named = model.namedParameters;
    for (const [name, parameter] of named) {
      const tensor = tensors.get(name);
      if (!tensor) throw new FormatError(`${file}: has no weight '${name}'`);
      putWeight(file, name, parameter, tensor);
    }
    if (named.length === tensors.size) return model as M;
    const known = new Set(named.map(([name]) => name));
    const extra = [...tensors.keys()].find((name) => !known.has(name));
    throw new FormatError(`${file}: weight '${extra}' belongs to no layer`);
  } catch (error) {
    model.dispose();
    throw error;
  }
}
