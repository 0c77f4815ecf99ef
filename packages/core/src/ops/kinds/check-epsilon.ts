import { describeValue } from '../../describe-value.js';
import { ValueError } from '../../errors.js';

/**
 * Checks what is added to a variance before its root is taken.
 * @throws ValueError unless it is a finite number >= 0
 * @example checkEpsilon('layerNorm', -1) // throws: layerNorm: epsilon must be a finite number >= 0, got -1
 */
export function checkEpsilon(op: string, epsilon: number): void {
  if (Number.isFinite(epsilon) && epsilon >= 0) return;
  throw new ValueError(`${op}: epsilon must be a finite number >= 0, got ${describeValue(epsilon)}`);
}
