import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';

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
export function toyOptions(op: string, options: ToyOptions): Required<ToyOptions> {
  const { count = 200, noise = 0, seed = 0 } = checkedOptions(op, options, toyKinds());
  return { count, noise, seed };
}

/** What the options may be. */
export function toyKinds(): Kinds<ToyOptions> {
  return { count: kinds.whole(1, 2 ** 24), noise: kinds.level, seed: kinds.seed };
}
