import { checkWhole, describeValue, ValueError } from '@descent/core';

/** Options of the toy sets. */
export interface ToyOptions {
  /** Number of examples. Default 200. */
  readonly count?: number;
  /** How far examples stray; each set says in which way. Default 0. */
  readonly noise?: number;
  /** The same seed gives the same examples. Default 0. */
  readonly seed?: number;
}

/**
 * The options with their defaults.
 * @throws ValueError for a count that is no whole number >= 1, and for noise that is no finite number >= 0
 */
export function toyOptions(
  op: string,
  { count = 200, noise = 0, seed = 0 }: ToyOptions,
): Required<ToyOptions> {
  checkWhole(op, 'count', count, 1, 2 ** 24);
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY)) {
    throw new ValueError(`${op}: noise must be a finite number >= 0, got ${describeValue(noise)}`);
  }
  return { count, noise, seed };
}
