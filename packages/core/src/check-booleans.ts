import { describeValue } from './describe-value.js';
import { ValueError } from './errors.js';

/**
 * Checks that options are true or false, where they are given: 'no' would count as true.
 * @throws ValueError
 * @example checkBooleans('dense', { useBias: 'no' }, 'useBias') // throws: dense: useBias must be true or false, got 'no'
 */
export function checkBooleans(op: string, options: object, ...names: readonly string[]): void {
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || typeof value === 'boolean') continue;
    throw new ValueError(`${op}: ${name} must be true or false, got ${describeValue(value)}`);
  }
}
