import { FormatError, sameShape, showShape } from '@descent/core';
import type { Parameter } from '@descent/layers';
import { floatsOf, type Hdf5Dataset } from '../hdf5/dataset.js';
import type { Hdf5Group } from '../hdf5/open-hdf5.js';
import type { KerasWeight } from '../keras/index.js';
import type { StoredGroup } from './stored-groups.js';

/**
 * Puts the weights of Keras 3's HDF5 layout into a model's parameters.
 * @throws FormatError naming file and group: E_SHAPE where numbers or shapes of weights are not the model's
 */
export function placeWeights(file: string, root: Hdf5Group, groups: readonly StoredGroup[]): void {
  for (const { path, name, weights } of groups) {
    if (weights.length === 0) continue;
    const where = path === '' ? 'vars' : `${path}/vars`;
    const vars = root.group(where);
    const count = vars?.names.length ?? 0;
    if (!vars || count !== weights.length) {
      throw new FormatError(`${file}: ${where} has ${count} arrays, ${name} has ${weights.length} weights`, {
        code: 'E_SHAPE',
        fix: 'weights and topology are of two models: save the model again, as a whole',
      });
    }
    weights.forEach((weight, i) => {
      place(file, vars.dataset(String(i)), weight, `${where}/${i}`);
    });
  }
}

/**
 * Puts an array of a file into a parameter.
 * @throws FormatError E_SHAPE where its shape is another
 */
export function place(
  file: string,
  dataset: Hdf5Dataset | undefined,
  { parameter, shape, name }: KerasWeight,
  where: string,
): void {
  if (!dataset) throw new FormatError(`${file}: ${where} is not there`);
  if (!sameShape(dataset.shape, shape)) {
    throw new FormatError(
      `${file}: ${where} has the shape ${showShape(dataset.shape)}, ${parameter?.name ?? name} is ${showShape(shape)}`,
      { code: 'E_SHAPE', fix: 'weights and topology are of two models: save the model again, as a whole' },
    );
  }
  parameter?.reset(floatsOf(file, dataset));
}

/** Each parameter once. */
export function parametersOf(groups: readonly StoredGroup[]): readonly Parameter[] {
  const all = groups.flatMap(({ weights }) => weights.flatMap(({ parameter }) => parameter ?? []));
  return [...new Set(all)];
}
