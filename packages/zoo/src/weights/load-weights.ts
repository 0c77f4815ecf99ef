import type { AnyModel } from '@descent/layers';
import { type CheckedFile, type GivenFile, readGivenFile } from '../files/given-file.js';
import { assignWeights, type WeightArray } from './assign-weights.js';
import { tfjsFiles } from './tfjs-files.js';
import type { CheckedModelFiles, WeightSource } from './weight-source.js';

/** Largest file of weights that is read: 4 GiB. */
const mostBytes = 2 ** 32;

/**
 * Gives a net trained weights, by their names.
 *
 * @throws FormatError naming file and weight, for what breaks its format's rules or lacks a weight, E_SHAPE for a weight of
 * another shape; DataError E_IO for files that cannot be had or hash to something else; as `fetchFile`
 */
export async function loadWeights(op: string, net: AnyModel, source: WeightSource): Promise<void> {
  if (isModel(source)) return assignWeights(op, `the model ${source.name}`, net, await weightsOf(source));
  // Readers of formats are large, and who makes a net without weights needs none.
  const { loadKerasWeights, loadModel, readSafetensors, readTfjsModel } = await import('@descent/formats');
  if (Array.isArray(source)) return fromModel(op, 'the files', net, await readTfjsModel(source));
  const given = source as GivenFile | CheckedFile | CheckedModelFiles;
  const { file, sha256 } = isChecked(given) ? given : { file: given, sha256: undefined };
  const path = file instanceof URL ? file.pathname : file;
  if (typeof path === 'string' && /\.json$/i.test(path.replace(/[?#].*$/, ''))) {
    const hashes = typeof sha256 === 'string' ? { [nameOf(path)]: sha256 } : sha256;
    const files = await tfjsFiles(op, file as string | URL, hashes);
    return fromModel(op, nameOf(path), net, await readTfjsModel(files));
  }
  const { name, bytes } = await readGivenFile(op, given as GivenFile | CheckedFile, mostBytes);
  if (startsWith(bytes, 0x89, 0x48, 0x44, 0x46)) return loadKerasWeights(net, bytes, { file: name });
  if (startsWith(bytes, 0x50, 0x4b)) return fromModel(op, name, net, await loadModel(bytes));
  const { tensors } = readSafetensors(bytes, { file: name });
  const numbers = [...tensors].filter(([, { values }]) => !/^Big/.test(values.constructor.name));
  assignWeights(op, name, net, new Map(numbers) as ReadonlyMap<string, WeightArray>);
}

/** Takes the weights of a model, which is let go. */
async function fromModel(op: string, file: string, net: AnyModel, model: AnyModel): Promise<void> {
  try {
    assignWeights(op, file, net, await weightsOf(model));
  } finally {
    model.dispose();
  }
}

async function weightsOf(model: AnyModel): Promise<ReadonlyMap<string, WeightArray>> {
  const read = model.namedParameters.map(async ([name, { shape, value }]) => {
    return [name, { shape, values: (await value.data()) as Float32Array }] as const;
  });
  return new Map(await Promise.all(read));
}

function isModel(source: WeightSource): source is AnyModel {
  return Array.isArray((source as Partial<AnyModel> | null)?.nodes);
}

function isChecked(
  given: GivenFile | CheckedFile | CheckedModelFiles,
): given is CheckedFile | CheckedModelFiles {
  return typeof given === 'object' && given !== null && 'file' in given;
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** HDF5 says so, and so does the zip of Keras 3. */
function startsWith(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}
