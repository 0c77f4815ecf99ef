import { describeValue } from '../../describe-value.js';
import { ValueError } from '../../errors.js';

/**
 * Checks that options are an object without other names than these; returns them.
 * @throws ValueError
 * @example checkOptions('cpu', { tread: 2 }, ['threads']) // throws: cpu: no option is called 'tread'
 */
export function checkOptions<O extends object>(
  op: string,
  options: O,
  names: readonly (keyof O & string)[],
): O {
  const given: unknown[] = Object(options) === options ? Object.keys(options) : [options];
  for (const name of given) {
    if (names.includes(name as never)) continue;
    throw new ValueError(`${op}: no option is called ${describeValue(name)}`, {
      fix: `give an object with any of ${names.join(', ')}`,
    });
  }
  return options;
}
