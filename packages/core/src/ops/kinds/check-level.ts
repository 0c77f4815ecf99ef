import { describeValue } from '../../describe-value.js';
import { ValueError } from '../../errors.js';

/**
 * Checks a slope, a level or another size of an op or a layer.
 * @throws ValueError unless it is a finite number >= 0
 * @example checkLevel('elu', 'alpha', -1) // throws: elu: alpha must be a finite number >= 0, got -1
 */
export function checkLevel(op: string, name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new ValueError(`${op}: ${name} must be a finite number >= 0, got ${describeValue(value)}`);
}
