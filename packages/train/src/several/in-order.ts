import { DataError, describeValue, ValueError } from '@descent/core';
import type { Named } from '@descent/datasets';

/** What is put in order: how messages call it, and the names that the model has. */
export interface Place {
  /** `fit: loss`. */
  readonly title: string;
  readonly of: 'input' | 'output';
  readonly names: readonly string[];
  readonly isData?: boolean;
}

/**
 * A list in the order of a model's inputs or outputs, from such a list or from what is given by name.
 * @throws ValueError, or DataError where it is data: for another count, and for names that the model does not have
 */
export function inOrder<T>(place: Place, given: readonly T[] | Named<T>): readonly (T | undefined)[] {
  const { title, of, names } = place;
  if (Array.isArray(given)) {
    if (given.length === names.length) return given;
    throw mistake(place, `${title} has ${given.length}, the model has ${names.length} ${of}s`);
  }
  if (typeof given !== 'object' || given === null) {
    throw mistake(place, `${title} is ${describeValue(given)}, the model has ${names.length} ${of}s`);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw mistake(place, `${title} names ${describeValue(unknown)}, which is no ${of} of the model`);
  }
  return names.map((name) => (given as Named<T>)[name]);
}

/**
 * As {@link inOrder}, of which there must be one each.
 * @throws ValueError, or DataError where it is data
 */
export function allInOrder<T>(place: Place, given: readonly T[] | Named<T>): readonly T[] {
  const list = inOrder(place, given);
  const at = list.indexOf(undefined);
  if (at < 0) return list as readonly T[];
  throw mistake(place, `${place.title} has none for the ${place.of} ${describeValue(place.names[at])}`);
}

function mistake({ of, names, isData }: Place, message: string): Error {
  const fix = `give one for each ${of}, in this order or by these names: ${names.join(', ')}`;
  return isData ? new DataError(message, { fix }) : new ValueError(message, { fix });
}
