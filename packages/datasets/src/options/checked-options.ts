import { checkOptions } from '@descent/core';
import type { Kind } from './kinds.js';

/** What each option of `O` may be. */
export type Kinds<O> = { readonly [K in keyof O]-?: Kind };

/**
 * Checks that options are an object without other names than these, each of its kind where it is given; returns them.
 * Whether those that must be given are, the caller looks.
 *
 * @param kinds - of all options of `O`: a table that lacks one does not compile
 * @throws ValueError
 * @example checkedOptions('split', { sead: 1 }, { seed }) // throws: split: no option is called 'sead'
 */
export function checkedOptions<O extends object>(op: string, options: O, kinds: Kinds<NoInfer<O>>): O {
  checkOptions<O, readonly never[]>(op, options, Object.keys(kinds) as never);
  for (const [name, check] of Object.entries<Kind>(kinds)) {
    const value: unknown = options[name as keyof O];
    if (value !== undefined) check(op, name, value);
  }
  return options;
}
