import { describeValue } from '../../describe-value.js';
import type { DType } from '../../dtype.js';
import { DtypeError, ValueError } from '../../errors.js';

/**
 * Checks the name of a dtype.
 * @throws DtypeError
 */
export function checkDtype(op: string, dtype: DType): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new DtypeError(`${op}: dtype must be 'float32', 'int32' or 'bool', got ${describeValue(dtype)}`);
}

/** True for the numbers that int32 holds: whole, from −2³¹ to 2³¹ − 1. */
export function isInt32(value: number): boolean {
  return (value | 0) === value;
}

/**
 * A number from outside as an element of a tensor: nothing is cut or wrapped silently. bool: 0 is false, all else
 * true.
 * @throws ValueError for a number that int32 cannot hold
 */
export function elementOf(op: string, value: number, dtype: DType): number {
  if (dtype === 'float32') return value;
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  if (isInt32(value)) return value;
  throw new ValueError(
    `${op}: int32 holds whole numbers from -2^31 to 2^31 - 1, got ${describeValue(value)}`,
    {
      fix: "make it float32, or round on purpose: cast(x, 'int32') cuts towards 0 and stops at the ends",
    },
  );
}
