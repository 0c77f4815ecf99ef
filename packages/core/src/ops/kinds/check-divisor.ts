import type { DType } from '../../dtype.js';
import { ValueError } from '../../errors.js';

/**
 * Whole numbers have no infinity to stand for a division by 0.
 * @throws ValueError for int32 and b = 0
 */
export function checkDivisor(op: string, b: number, dtype: DType): void {
  if (b === 0 && dtype === 'int32') throw divisorError(op);
}

/**
 * For backends: the error for an int32 divisor that is 0.
 * @example throw divisorError('mod') // mod: an int32 divisor is 0
 */
export function divisorError(op: string): ValueError {
  return new ValueError(`${op}: an int32 divisor is 0`, { fix: "divide float32: cast(a, 'float32')" });
}
