import { beside } from '../../beside.js';
import { describeValue } from '../../describe-value.js';
import { promote } from '../../dtype.js';
import { DtypeError } from '../../errors.js';
import { activeCapture } from '../../program/capture.js';
import { lasting, temporary } from '../../temporaries.js';
import { type Operand, Tensor } from '../../tensor.js';
import { cast } from '../cast.js';
import { scalar } from '../scalar.js';
import { isInt32 } from './elements.js';

/**
 * Checks that an op was given a tensor.
 * @throws DtypeError
 */
export function checkTensor(op: string, x: unknown, name = 'x'): Tensor {
  if (x instanceof Tensor) return x;
  throw notA('tensor', op, x, name);
}

function notA(expected: string, op: string, x: unknown, name: string): DtypeError {
  const isWrappable =
    typeof x === 'number' || typeof x === 'boolean' || Array.isArray(x) || ArrayBuffer.isView(x);
  return new DtypeError(
    `${op}: ${name} must be a ${expected}, got ${describeValue(x)}`,
    isWrappable ? { fix: `wrap it: tensor(${name})` } : {},
  );
}

/**
 * Checks that an op was given a float32 tensor; whole numbers are cast.
 * @throws DtypeError for bool
 */
export function checkFloat(op: string, x: unknown, name = 'x'): Tensor {
  const given = checkNumeric(op, x, name);
  return given.dtype === 'float32' ? given : temporary(cast(given, 'float32'));
}

/** As {@link checkFloat}, for an op made of several, which runs in a scope. */
export function floatThroughout(op: string, x: unknown, name = 'x'): Tensor {
  return lasting(checkFloat(op, x, name));
}

/**
 * Checks that an op was given numbers, not bools.
 * @throws DtypeError
 */
export function checkNumeric(op: string, x: unknown, name = 'x'): Tensor {
  const given = checkTensor(op, x, name);
  if (given.dtype !== 'bool') return given;
  throw new DtypeError(`${op}: ${name} is bool, expects numbers`, {
    fix: `cast it: cast(${name}, 'float32')`,
  });
}

/**
 * Two operands as tensors of one dtype: a number takes the other's dtype unless int32 cannot hold it, and int32
 * meets float32 as float32.
 * @throws DtypeError for anything but tensors and numbers
 */
export function operands(op: string, a: Operand, b: Operand, names = ['a', 'b']): [Tensor, Tensor] {
  const x = operand(op, a, b, names[0]);
  const y = operand(op, b, a, names[1]);
  const dtype = promote(x.dtype, y.dtype);
  return [
    x.dtype === dtype ? x : temporary(cast(x, dtype)),
    y.dtype === dtype ? y : temporary(cast(y, dtype)),
  ];
}

/**
 * As {@link operands}, for arithmetic.
 * @throws DtypeError for bool too
 */
export function numericOperands(op: string, a: Operand, b: Operand, names = ['a', 'b']): [Tensor, Tensor] {
  if (a instanceof Tensor) checkNumeric(op, a, names[0]);
  if (b instanceof Tensor) checkNumeric(op, b, names[1]);
  return operands(op, a, b, names);
}

/**
 * As {@link numericOperands}, both float32.
 * @throws DtypeError for bool
 */
export function floatOperands(op: string, a: Operand, b: Operand, names?: string[]): [Tensor, Tensor] {
  return numericOperands(op, a, b, names).map((x) => checkFloat(op, x)) as [Tensor, Tensor];
}

/**
 * Two bool tensors.
 * @throws DtypeError for anything else
 */
export function boolOperands(op: string, a: unknown, b: unknown): [Tensor, Tensor] {
  return [checkBool(op, a, 'a'), checkBool(op, b, 'b')];
}

/**
 * Checks that an op was given a bool tensor.
 * @throws DtypeError
 */
export function checkBool(op: string, x: unknown, name = 'x'): Tensor {
  const given = checkTensor(op, x, name);
  if (given.dtype === 'bool') return given;
  throw new DtypeError(`${op}: ${name} is ${given.dtype}, expects bool`, {
    fix: `compare first, for example greater(${name}, 0)`,
  });
}

function operand(op: string, value: unknown, other: unknown, name = 'x'): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value !== 'number') throw notA('tensor or a number', op, value, name);
  const isWhole = other instanceof Tensor && other.dtype === 'int32' && isInt32(value);
  const dtype = isWhole ? 'int32' : 'float32';
  const make = (): Tensor => beside(other, () => scalar(value, dtype), op);
  return temporary(activeCapture()?.number(value, dtype, make) ?? make());
}
