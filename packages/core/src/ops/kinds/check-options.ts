import { describeValue } from '../../describe-value.js';
import { ValueError } from '../../errors.js';

/** Names of options, or the sentence that says which is missing. */
type AllNames<O, N extends readonly unknown[]> =
  Exclude<keyof O, N[number]> extends infer Missing extends string
    ? [Missing] extends [never]
      ? N
      : `${Missing} is missing`
    : N;

/**
 * Checks that options are an object without other names than these; returns them.
 * @param names - all names of `O`: a list that lacks one does not compile
 * @throws ValueError
 * @example checkOptions('cpu', { tread: 2 }, ['threads']) // throws: cpu: no option is called 'tread'
 */
export function checkOptions<O extends object, const N extends readonly (keyof O & string)[]>(
  op: string,
  options: O,
  names: N & AllNames<O, N>,
): O {
  const fix = `give an object with any of ${names.join(', ')}`;
  if (Object(options) !== options) {
    throw new ValueError(`${op}: expects options, got ${describeValue(options)}`, { fix });
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name as never));
  if (unknown === undefined) return options;
  throw new ValueError(`${op}: no option is called ${describeValue(unknown)}`, { fix });
}
