import { ValueError } from '../../errors.js';
import { describeValue } from '../../shape.js';

/**
 * Checks how many of something an op is asked for; whether so many fit is a question for the result's shape.
 * @throws ValueError unless it is a whole number of at least `least`
 */
export function checkCount(op: string, name: string, count: number, least = 1): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new ValueError(`${op}: ${name} must be a whole number >= ${least}, got ${describeValue(count)}`);
}
